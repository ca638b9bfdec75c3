import { expect, it } from 'vitest';
import { search } from '@/components/palette/search';

const entries = [
  { group: 'Go to', text: 'qbittorrent', vmid: 107 },
  { group: 'Go to', text: 'prowlarr', vmid: 108 },
  { group: 'Go to', text: 'History', vmid: null },
  { group: 'Do', text: 'Restart qbittorrent', vmid: 107 },
  { group: 'Do', text: 'Restart prowlarr', vmid: 108 },
];
const texts = (query: string) => search(entries, query, 10).map(({ entry }) => entry.text);

it('finds by what a text begins with, then by what it has', () => {
  expect(texts('qbit')).toEqual(['qbittorrent', 'Restart qbittorrent']);
  expect(texts('rest')).toEqual(['Restart qbittorrent', 'Restart prowlarr']);
  expect(texts('arr')).toEqual(['prowlarr', 'Restart prowlarr']);
});

it('needs every word, in any order, and takes a number for a vmid', () => {
  expect(texts('qbit res')).toEqual(['Restart qbittorrent']);
  expect(texts('108')).toEqual(['prowlarr', 'Restart prowlarr']);
  expect(texts('rest 107')).toEqual(['Restart qbittorrent']);
  expect(texts('nothing')).toEqual([]);
});

it('shows what was typed, and everything when nothing was', () => {
  expect(search(entries, 'tart', 1)[0]?.parts).toEqual([
    ['Res', false],
    ['tart', true],
    [' qbittorrent', false],
  ]);
  expect(texts('')).toHaveLength(5);
  expect(search(entries, '', 2)).toHaveLength(2);
});
