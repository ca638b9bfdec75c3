/** The table of containers as data: which are shown, and in which order. */
import type { LiveMap } from '@/components/live/live-map';
import { type Filterable, matchesFilter, parseFilter } from '@/lib/filter/filter';
import type { ContainerView, UsageView } from '@/lib/live/view';

export const sortKeys = [
  'name',
  'vmid',
  'category',
  'address',
  'status',
  'sync',
  'cpu',
  'memory',
  'disk',
  'net',
  'up',
] as const;
export type SortKey = (typeof sortKeys)[number];
export type Sort = { key: SortKey; down: boolean };

/** `cpu` or `-cpu` of the URL; by number when there is none. */
export function sortFrom(given: string | null): Sort {
  const down = given?.startsWith('-') ?? false;
  const key = sortKeys.find((known) => known === (down ? given?.slice(1) : given)) ?? 'vmid';
  return { key, down };
}

export const sortText = ({ key, down }: Sort): string => `${down ? '-' : ''}${key}`;

export function filterableOf(container: ContainerView): Filterable {
  const { vmid, hostname, status, tags, category, sync, bridges, node, finding, address, purpose } = container;
  return {
    values: {
      status: [container.held === null ? status : 'moving', status],
      tag: tags,
      category: [category.toLowerCase()],
      sync: [sync],
      bridge: bridges,
      node: [node.toLowerCase()],
      finding: finding === null ? ['none'] : [finding.severity, 'any'],
      vmid: [String(vmid)],
    },
    text: [hostname, vmid, address ?? '', purpose, ...tags].join(' ').toLowerCase(),
  };
}

/** The numbers of the containers that are shown, in order. What is not known sorts last, whichever way. */
export function rowsOf(containers: ContainerView[], map: LiveMap, query: string, sort: Sort): number[] {
  const terms = parseFilter(query);
  const shown = containers.filter((container) => matchesFilter(terms, filterableOf(container)));
  const value = (container: ContainerView) =>
    sortValue(container, map.get(`use/${container.vmid}`) as UsageView | undefined, sort.key);
  const sign = sort.down ? -1 : 1;
  return shown
    .map((container) => ({ vmid: container.vmid, value: value(container) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return (a.value === null ? 1 : 0) - (b.value === null ? 1 : 0);
      const order =
        typeof a.value === 'number' && typeof b.value === 'number'
          ? a.value - b.value
          : String(a.value).localeCompare(String(b.value), 'en', { numeric: true, sensitivity: 'base' });
      return sign * order || a.vmid - b.vmid;
    })
    .map(({ vmid }) => vmid);
}

function sortValue(container: ContainerView, usage: UsageView | undefined, key: SortKey): string | number | null {
  switch (key) {
    case 'name':
      return container.hostname;
    case 'vmid':
      return container.vmid;
    case 'category':
      return container.category;
    case 'address':
      return container.address;
    case 'status':
      return container.status;
    case 'sync':
      return container.sync;
    case 'cpu':
      return usage?.cpu ?? null;
    case 'memory':
      return usage?.memoryBytes ?? null;
    case 'disk':
      return usage?.diskBytes ?? null;
    case 'net':
      return usage?.netInBytesPerSecond == null || usage.netOutBytesPerSecond === null
        ? null
        : usage.netInBytesPerSecond + usage.netOutBytesPerSecond;
    case 'up':
      return usage?.uptimeSeconds ?? null;
  }
}
