import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { CommitRequest } from '@/engine/git/commit-stream';
import { openLabRepository } from '@/engine/git/lab-repository';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-git-'));
  return () => rmSync(dir, { recursive: true, force: true });
});

const quiet = () => undefined;
async function open() {
  const opened = await openLabRepository(path.join(dir, 'lab'), quiet);
  if (!opened.ok) throw new Error(opened.error.text);
  return opened.value;
}
const git = (...args: string[]) =>
  execFileSync('git', ['-C', path.join(dir, 'lab'), '-c', `safe.directory=*`, ...args], { encoding: 'utf8' });
const fileText = (name: string) => readFileSync(path.join(dir, 'lab', name), 'utf8');

const request = (text: string, more: Partial<CommitRequest> = {}): CommitRequest => ({
  files: [{ path: 'lxc/107.yaml', text }],
  author: { name: 'ada', email: 'ada@example.org' },
  at: Date.parse('2026-01-02T03:04:05Z'),
  subject: 'Give qbittorrent\nmore memory',
  body: 'It swaps.\n\nRun-Id: 9',
  trailers: [
    ['Change-Id', '7'],
    ['Run-Id', '3'],
  ],
  ...more,
});
const run = { id: 3, startedAt: Date.parse('2026-01-02T03:04:00Z') };

test('a commit has its author, trailers and file, and the work tree follows', async () => {
  const repository = await open();
  const made = await repository.commit(request('memory: 1\n'), run);
  expect(made.ok).toBe(true);
  expect(
    git('log', '-1', '--format=%an <%ae>|%cn <%ce>|%s|%(trailers:key=Run-Id,valueonly,separator=%x2C)').trim(),
  ).toBe('ada <ada@example.org>|Wheelhouse <wheelhouse@localhost>|Give qbittorrent more memory|3');
  expect(fileText('lxc/107.yaml')).toBe('memory: 1\n');
  expect(git('status', '--porcelain')).toBe('');
  expect(await repository.list(10)).toEqual({
    ok: true,
    value: {
      items: [
        {
          hash: made.ok ? made.value : '',
          at: Date.parse('2026-01-02T03:04:05Z'),
          author: 'ada',
          subject: 'Give qbittorrent more memory',
          changeId: 7,
          files: ['lxc/107.yaml'],
        },
      ],
      total: 1,
    },
  });
});

test('a run commits once, however often it is asked; its number in a text does not count', async () => {
  const repository = await open();
  const first = await repository.commit(request('memory: 1\n'), run);
  expect(await repository.commit(request('memory: 1\n'), run)).toEqual(first);
  // The body of the first says "Run-Id: 9".
  await repository.commit(request('memory: 2\n', { trailers: [['Run-Id', '9']] }), { ...run, id: 9 });
  // Another database's run 3, later.
  const at = Date.parse('2027-01-01T00:00:00Z');
  await repository.commit(request('memory: 3\n', { at }), { id: 3, startedAt: at });
  expect(git('rev-list', '--count', 'HEAD').trim()).toBe('3');
});

test('a stale lock, a half-written follow file and a work tree behind the branch are put right', async () => {
  const repository = await open();
  await repository.commit(request('memory: 1\n'), run);
  writeFileSync(path.join(dir, 'lab/.git/index.lock'), '');
  writeFileSync(path.join(dir, 'lab/.git/wheelhouse-follow'), '["lxc/107.yaml"]');
  writeFileSync(path.join(dir, 'lab/lxc/107.yaml'), 'memo');
  await open();
  expect(fileText('lxc/107.yaml')).toBe('memory: 1\n');
  expect(git('status', '--porcelain')).toBe('');
  writeFileSync(path.join(dir, 'lab/.git/wheelhouse-follow'), '["lxc/1');
  await open();
  expect(git('fsck', '--strict')).toBe('');
});

test('a repository inside another work tree stays itself', async () => {
  execFileSync('git', ['init', '-q', dir]);
  const repository = await open();
  await repository.commit(request('memory: 1\n'), run);
  expect(() => execFileSync('git', ['-C', dir, 'rev-parse', 'HEAD'], { stdio: 'pipe' })).toThrow();
});
