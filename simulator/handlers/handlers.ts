/** Every handler, by `METHOD /path` of the interface table. What is not here answers 501. */
import { accessHandlers } from '@/simulator/handlers/access';
import { clusterHandlers } from '@/simulator/handlers/cluster';
import { containerHandlers } from '@/simulator/handlers/container';
import { containerConfigHandlers } from '@/simulator/handlers/container-config';
import { containerPowerHandlers } from '@/simulator/handlers/container-power';
import { indexHandlers } from '@/simulator/handlers/indexes';
import { metricsHandlers } from '@/simulator/handlers/metrics';
import { nodeHandlers } from '@/simulator/handlers/node';
import { storageHandlers } from '@/simulator/handlers/storage';
import { taskHandlers } from '@/simulator/handlers/tasks';
import type { Handlers } from '@/simulator/world';

export const handlers: Handlers = {
  ...indexHandlers,
  ...accessHandlers,
  ...clusterHandlers,
  ...containerHandlers,
  ...containerConfigHandlers,
  ...containerPowerHandlers,
  ...metricsHandlers,
  ...nodeHandlers,
  ...storageHandlers,
  ...taskHandlers,
};
