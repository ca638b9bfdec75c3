/** Every handler, by `METHOD /path` of the interface table. What is not here answers 501. */
import { accessHandlers } from '@/simulator/handlers/access';
import { backupHandlers } from '@/simulator/handlers/backup';
import { backupInfoHandlers } from '@/simulator/handlers/backup-info';
import { clusterHandlers } from '@/simulator/handlers/cluster';
import { consoleHandlers } from '@/simulator/handlers/console';
import { containerHandlers } from '@/simulator/handlers/container';
import { containerConfigHandlers } from '@/simulator/handlers/container-config';
import { containerCopyHandlers } from '@/simulator/handlers/container-copy';
import { containerCreateHandlers } from '@/simulator/handlers/container-create';
import { containerMigrateHandlers } from '@/simulator/handlers/container-migrate';
import { containerPowerHandlers } from '@/simulator/handlers/container-power';
import { containerSnapshotHandlers } from '@/simulator/handlers/container-snapshots';
import { firewallHandlers } from '@/simulator/handlers/firewall';
import { firewallRuleHandlers } from '@/simulator/handlers/firewall-rules';
import { firewallSetHandlers } from '@/simulator/handlers/firewall-sets';
import { groupRoleHandlers } from '@/simulator/handlers/groups-roles';
import { indexHandlers } from '@/simulator/handlers/indexes';
import { metricsHandlers } from '@/simulator/handlers/metrics';
import { nodeHandlers } from '@/simulator/handlers/node';
import { nodeGuestHandlers } from '@/simulator/handlers/node-guests';
import { poolHandlers } from '@/simulator/handlers/pools';
import { resourceHandlers } from '@/simulator/handlers/resources';
import { serviceHandlers } from '@/simulator/handlers/services';
import { storageHandlers } from '@/simulator/handlers/storage';
import { storageConfigHandlers } from '@/simulator/handlers/storage-config';
import { storageVolumeHandlers } from '@/simulator/handlers/storage-volumes';
import { taskHandlers } from '@/simulator/handlers/tasks';
import { userHandlers } from '@/simulator/handlers/users';
import type { Handlers } from '@/simulator/world';

export const handlers: Handlers = {
  ...indexHandlers,
  ...accessHandlers,
  ...clusterHandlers,
  ...resourceHandlers,
  ...containerHandlers,
  ...containerConfigHandlers,
  ...containerPowerHandlers,
  ...containerCopyHandlers,
  ...containerMigrateHandlers,
  ...containerCreateHandlers,
  ...containerSnapshotHandlers,
  ...firewallHandlers,
  ...firewallRuleHandlers,
  ...firewallSetHandlers,
  ...metricsHandlers,
  ...nodeHandlers,
  ...storageHandlers,
  ...taskHandlers,
  ...backupHandlers,
  ...nodeGuestHandlers,
  ...poolHandlers,
  ...storageVolumeHandlers,
  ...userHandlers,
  ...groupRoleHandlers,
  ...backupInfoHandlers,
  ...consoleHandlers,
  ...serviceHandlers,
  ...storageConfigHandlers,
};
