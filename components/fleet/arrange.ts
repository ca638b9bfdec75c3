/**
 * The fleet in columns: groups keep their order, the first ones open a column each, the rest go under the shortest.
 * What fills the remaining room (recent activity) goes under the shortest column of all.
 */
import type { ContainerView } from '@/lib/live/view';

export type Grouping = 'category' | 'state';
export type Group = { name: string; containers: ContainerView[] };
export type Column = { groups: Group[]; shortest: boolean };

const order = ['media', 'monitoring', 'business', 'security'];
const headerRows = 0.5;

/** The groups, known categories first and in the order of the lab, then the others by name. */
export function groupFleet(containers: ContainerView[], by: Grouping): Group[] {
  const groups = new Map<string, ContainerView[]>();
  for (const container of containers) {
    const name = by === 'category' ? container.category : container.status;
    groups.set(name, [...(groups.get(name) ?? []), container]);
  }
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...groups]
    .map(([name, members]) => ({ name, containers: members.toSorted((a, b) => a.vmid - b.vmid) }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name, 'en'));
}

export function arrange(groups: Group[], columns = 4): Column[] {
  const open: Group[][] = Array.from({ length: columns }, () => []);
  const height = (column: Group[]) => column.reduce((rows, { containers }) => rows + headerRows + containers.length, 0);
  const shortest = () => open.reduce((least, column) => (height(column) < height(least) ? column : least));
  for (const group of groups) shortest().push(group);
  const under = shortest();
  return open.map((column) => ({ groups: column, shortest: column === under }));
}
