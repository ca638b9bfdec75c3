import { expect, test } from 'vitest';
import type { Activity } from '@/lib/live/view';
import { type Commit, filterActivity, filterCommits } from './filter';

const act = (id: string, over: Partial<Activity>): Activity => ({
  id,
  at: 0,
  actor: 'admin',
  text: 'restarted glance.',
  outcome: 'ok',
  vmid: 119,
  changeId: null,
  commit: null,
  ...over,
});
const commit = (over: Partial<Commit>): Commit => ({
  hash: 'abc1234',
  at: 0,
  author: 'author',
  subject: 'vaultwarden gets 3 GiB',
  changeId: 41,
  files: ['lxc/104.yaml'],
  ...over,
});

test('every word must be somewhere in an entry', () => {
  const items = [act('a', {}), act('b', { actor: 'author', text: 'proposed “More memory”', changeId: 41 })];
  const ids = (words: string, outcome?: Activity['outcome']) =>
    filterActivity(items, { words, outcome }).map((item) => item.id);
  expect(ids('')).toEqual(['a', 'b']);
  expect(ids('GLANCE admin')).toEqual(['a']);
  expect(ids('change 41')).toEqual(['b']);
  expect(ids('', 'failed')).toEqual([]);
});

test('commits of a container are those that touch its file', () => {
  const items = [commit({}), commit({ files: ['lxc/107.yaml'], subject: 'other' })];
  expect(filterCommits(items, { words: '', vmid: 107 }).map((item) => item.subject)).toEqual(['other']);
  expect(filterCommits(items, { words: 'lxc/104' })).toHaveLength(1);
});
