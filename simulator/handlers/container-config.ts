/** Reading and changing the configuration of a container. */
import { snapshotView } from '@/simulator/handlers/container-snapshots';
import { splitList } from '@/simulator/interface/list';
import { type Config, digestOf, typed, typedValue, withPending } from '@/simulator/lxc/config-file';
import { containerOf } from '@/simulator/lxc/containers';
import { checkKeys } from '@/simulator/lxc/key-permissions';
import { checkNames, updateConfig } from '@/simulator/lxc/update-config';
import { die } from '@/simulator/refusal';
import { releaseOf } from '@/simulator/state/release';
import type { Container } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

function readConfig(world: World, { parameters }: Call): unknown {
  const container = containerOf(world.state, parameters.node ?? '', parameters.vmid ?? '');
  if (world.control.garbage(container.vmid)) return garbage(container);
  if (parameters.snapshot) {
    const snapshot = container.snapshots.find((one) => one.name === parameters.snapshot);
    if (!snapshot) return die(`snapshot '${parameters.snapshot}' does not exist`);
    return { ...snapshotView(snapshot), digest: digestOf(container) };
  }
  const config = parameters.current === '1' ? container.config : withPending(container);
  return {
    ...typed(config),
    ...(container.lxc.length ? { lxc: container.lxc } : {}),
    digest: digestOf(container),
  };
}

/** What a broken file reads as: keys are there, and none of them means anything. */
const garbage = (container: Container) => ({
  digest: digestOf(container),
  hostname: '\u0000\u0000',
  memory: 'plenty',
  cores: -3,
  rootfs: '====',
  net0: 'name=,,bridge',
  swap: {},
});

function readPending(world: World, { parameters }: Call): unknown {
  const container = containerOf(world.state, parameters.node ?? '', parameters.vmid ?? '');
  const keys = new Set([...Object.keys(container.config), ...Object.keys(container.pending)]);
  const entries = [...keys].map((key) => {
    const value = container.config[key];
    const pending = container.pending[key];
    return {
      key,
      ...(value === undefined ? {} : { value: typedValue(key, value) }),
      ...(pending === undefined ? {} : { pending: typedValue(key, pending) }),
      ...(container.pendingDelete.includes(key) ? { delete: 1 } : {}),
    };
  });
  return [...entries, { key: 'digest', value: digestOf(container) }];
}

async function changeConfig(world: World, { endpoint, parameters, access }: Call): Promise<null> {
  const { node = '', vmid = '', digest, delete: remove, revert, ...set } = parameters;
  const change = {
    set: set as Config,
    remove: splitList(remove ?? ''),
    revert: splitList(revert ?? ''),
    digest,
    plugsDevices: endpoint.gains.has('hotplug-dev'),
  };
  if (!Object.keys(set).length && remove === undefined && revert === undefined) die('no options specified');
  checkNames(change, releaseOf(world.state));
  const before = containerOf(world.state, node, vmid);
  checkKeys(access, {
    vmid: Number(vmid),
    old: before.config,
    set: change.set,
    remove: change.remove,
    unprivileged: before.config.unprivileged === '1',
  });
  await world.locks.withConfig(Number(vmid), () => updateConfig(world, containerOf(world.state, node, vmid), change));
  return null;
}

export const containerConfigHandlers: Handlers = {
  'GET /nodes/{node}/lxc/{vmid}/config': readConfig,
  'GET /nodes/{node}/lxc/{vmid}/pending': readPending,
  'PUT /nodes/{node}/lxc/{vmid}/config': changeConfig,
};
