import { expect, it } from 'vitest';
import { arrange, groupFleet } from '@/components/fleet/arrange';
import type { ContainerView } from '@/lib/live/view';

const container = (vmid: number, category: string, status = 'running') =>
  ({ vmid, category, status }) as unknown as ContainerView;
const many = (count: number, category: string, from: number) =>
  Array.from({ length: count }, (_, index) => container(from + index, category));
const names = (columns: ReturnType<typeof arrange>) => columns.map(({ groups }) => groups.map(({ name }) => name));

it('gives the lab its four columns, recent under the shortest', () => {
  const lab = [
    ...many(4, 'security', 400),
    ...many(8, 'business', 300),
    ...many(9, 'monitoring', 200),
    ...many(9, 'media', 100),
  ];
  const columns = arrange(groupFleet(lab, 'category'));
  expect(names(columns)).toEqual([['media'], ['monitoring'], ['business'], ['security']]);
  expect(columns.map(({ shortest }) => shortest)).toEqual([false, false, false, true]);
});

it('puts more groups under the shortest, the unknown after the known', () => {
  const groups = groupFleet([...many(1, 'zoo', 1), ...many(2, 'attic', 2), ...many(5, 'media', 10)], 'category');
  expect(groups.map(({ name }) => name)).toEqual(['media', 'attic', 'zoo']);
  expect(names(arrange(groups, 2))).toEqual([['media'], ['attic', 'zoo']]);
});

it('groups by state, and leaves columns empty when there is nothing', () => {
  const fleet = [container(2, 'media'), container(1, 'media', 'stopped'), container(3, 'security')];
  expect(groupFleet(fleet, 'state').map(({ name, containers }) => [name, containers.length])).toEqual([
    ['running', 2],
    ['stopped', 1],
  ]);
  expect(arrange([])).toHaveLength(4);
});
