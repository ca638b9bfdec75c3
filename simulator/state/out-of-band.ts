/** A change behind everyone's back: the file is edited, and Proxmox has a task for it or, mostly, none. */
import { parseSize } from '@/lib/lab/lab-file';
import { readBack } from '@/simulator/lxc/config-file';
import { kindOf, mountKeys, parseMountPoint } from '@/simulator/lxc/mount-point';
import { volumeOf } from '@/simulator/lxc/volumes';
import type { Container, State } from '@/simulator/state/state';
import { formatUpid } from '@/simulator/tasks/upid';

export type OutOfBand = {
  vmid: number;
  /** Config keys as they stand in the file; null takes one away. */
  set?: Record<string, string | number | null>;
  power?: 'running' | 'stopped';
  by?: string;
  task?: string;
};

/** Applies the change as of `at`, in epoch seconds; the container, or null if there is none. */
export function changeBehindBack(state: State, change: OutOfBand, at: number): Container | null {
  const container = state.containers[change.vmid];
  if (!container) return null;
  const config = { ...container.config };
  for (const [key, value] of Object.entries(change.set ?? {})) {
    if (value === null) delete config[key];
    else config[key] = String(value);
  }
  container.config = readBack(config);
  resizeVolumes(state, container);
  if (change.power === 'stopped') container.running = null;
  if (change.power === 'running' && !container.running)
    container.running = { pid: 30_000 + change.vmid, startedAt: at, hostname: config.hostname ?? '' };
  if (change.task) addTask(state, container, change, at);
  return container;
}

/** A volume is as large as the file now says. */
function resizeVolumes(state: State, container: Container): void {
  for (const key of mountKeys(container.config)) {
    const mount = parseMountPoint(key, container.config[key] ?? '');
    const volume = kindOf(mount) === 'volume' ? volumeOf(state, mount.volume) : undefined;
    const size = mount.size ? parseSize(mount.size) : null;
    if (volume && size) volume.size = size;
  }
}

function addTask(state: State, container: Container, change: OutOfBand, at: number): void {
  const booted = state.nodes.find((node) => node.name === container.node)?.bootedAt ?? at;
  const task = {
    node: container.node,
    pid: 5000 + change.vmid,
    pstart: Math.max(0, (at - booted) * 100),
    starttime: at,
    type: change.task ?? '',
    id: String(change.vmid),
    user: change.by ?? 'root@pam',
  };
  state.tasks.push({ ...task, upid: formatUpid(task), endtime: at + 2, status: 'OK', log: ['TASK OK'] });
}
