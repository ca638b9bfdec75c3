/**
 * `/etc/pve/.version`: counters of the cluster's file system. `vmlist` moves with every guest configuration that is
 * written, `tasklist` of a node with each of its tasks that begins or ends; nothing else has to be read to know that
 * nothing happened.
 */
import { createHash } from 'node:crypto';
import { fileText } from '@/simulator/lxc/config-file';
import type { World } from '@/simulator/world';

export type Versions = { text(world: World): string };

export function createVersions(starttime: number): Versions {
  const counters = new Map<string, { seen: string; count: number }>();
  /** Moves the counter when what it counts has changed since it was last looked at. */
  const countOf = (name: string, content: string) => {
    const counter = counters.get(name) ?? { seen: content, count: 1 };
    if (counter.seen !== content) Object.assign(counter, { seen: content, count: counter.count + 1 });
    counters.set(name, counter);
    return counter.count;
  };
  return {
    text(world) {
      const { state } = world;
      const guests = createHash('sha1');
      for (const container of Object.values(state.containers))
        guests.update(`${container.node}/${container.vmid}\n`).update(fileText(container));
      const nodes = state.nodes.map((node) => {
        const tasks = state.tasks.filter((task) => task.node === node.name);
        const ended = tasks.filter((task) => task.endtime !== undefined).length;
        const count = countOf(`tasklist ${node.name}`, `${tasks.at(-1)?.upid} ${tasks.length} ${ended}`);
        return `"${node.name}": {\n"tasklist": ${count}}`;
      });
      const rows = [
        `"starttime": ${Math.floor(starttime)}`,
        `"clinfo": ${countOf('clinfo', JSON.stringify(state.nodes.map((node) => [node.name, node.online])))}`,
        `"vmlist": ${countOf('vmlist', guests.digest('hex'))}`,
        `"user.cfg": ${countOf('user.cfg', JSON.stringify([state.users, state.groups, state.roles, state.acl, state.pools]))}`,
        `"datacenter.cfg": ${countOf('datacenter.cfg', JSON.stringify(state.options))}`,
        `"jobs.cfg": ${countOf('jobs.cfg', JSON.stringify(state.backupJobs))}`,
        `"kvstore": {\n${nodes.join(',\n')}\n}`,
      ];
      return `{\n${rows.join(',\n')}\n}\n`;
    },
  };
}
