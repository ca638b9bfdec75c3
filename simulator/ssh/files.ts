/** The files of `/etc/pve` that can be read over SSH, made from the state at the moment of reading. */
import { fileText } from '@/simulator/lxc/config-file';
import { clusterFile, guestFile, hostFile } from '@/simulator/ssh/firewall-file';
import type { StorageState } from '@/simulator/state/state';
import { localNode, type World } from '@/simulator/world';

type Files = Map<string, () => string>;

/** What somebody wrote over the file: the fault `garbage`. */
const garbage = '\u0000\u0000====\nmemory plenty\ncores: -3\n[[\n';

/** Every file by its path. Nothing is written until it is read. */
export function filesOf(world: World, versions: { text(world: World): string }): Files {
  const { state, control } = world;
  const local = localNode(world);
  const files: Files = new Map([
    ['/etc/pve/.version', () => versions.text(world)],
    ['/etc/pve/storage.cfg', () => state.storages.map(storageText).join('\n')],
    ['/etc/pve/datacenter.cfg', () => keyLines(state.options)],
  ]);
  for (const container of Object.values(state.containers)) {
    const text = () => (control.garbage(container.vmid) ? garbage : fileText(container));
    files.set(`/etc/pve/nodes/${container.node}/lxc/${container.vmid}.conf`, text);
    if (container.node === local) files.set(`/etc/pve/lxc/${container.vmid}.conf`, text);
  }
  const add = (path: string, text: string) => text && files.set(path, () => text);
  add('/etc/pve/firewall/cluster.fw', clusterFile(state.firewall.cluster));
  for (const [vmid, firewall] of Object.entries(state.firewall.guests))
    add(`/etc/pve/firewall/${vmid}.fw`, guestFile(firewall));
  for (const [node, firewall] of Object.entries(state.firewall.nodes)) {
    add(`/etc/pve/nodes/${node}/host.fw`, hostFile(firewall));
    if (node === local) add('/etc/pve/local/host.fw', hostFile(firewall));
  }
  return files;
}

const keyLines = (options: Record<string, string>) =>
  Object.keys(options)
    .sort()
    .map((key) => `${key}: ${options[key]?.trim()}\n`)
    .join('');

function storageText(storage: StorageState): string {
  const lines = [
    ...(storage.path ? [`path ${storage.path}`] : []),
    `content ${storage.content.join(',')}`,
    ...(storage.nodes ? [`nodes ${storage.nodes.join(',')}`] : []),
    ...(storage.shared ? ['shared 1'] : []),
    ...(storage.pruneBackups ? [`prune-backups ${storage.pruneBackups}`] : []),
    ...(storage.disabled ? ['disable'] : []),
  ];
  return `${storage.type}: ${storage.storage}\n${lines.map((line) => `\t${line}\n`).join('')}`;
}

/** The paths that a pattern with `*` stands for, in order; itself if there is none, as a shell leaves it. */
export function expand(files: Files, pattern: string): string[] {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const matcher = new RegExp(`^${parts.join('[^/]*')}$`);
  // A shell leaves hidden files out unless the dot is written.
  const hidden = (path: string) => /\/\.[^/]*$/.test(path) && !/\/\.[^/]*$/.test(pattern);
  const found = [...files.keys()].filter((path) => matcher.test(path) && !hidden(path)).sort();
  return found.length ? found : [pattern];
}
