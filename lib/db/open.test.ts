import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '@/lib/db/migrate';
import { type Database, openDatabase } from '@/lib/db/open';

const migrations = path.resolve(import.meta.dirname, '../../prisma/migrations');
let dir = '';
let db: Database;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-open-'));
  migrate(path.join(dir, 'a.db'), migrations);
  db = openDatabase({ path: path.join(dir, 'a.db') });
});
afterEach(async () => {
  await db.close();
  rmSync(dir, { recursive: true, force: true });
});

const lease = (vmid: number) => ({ vmid, holderKind: 'run', holderId: 1, by: 'ada' });

test('readers do not see what is not committed, and a failed transaction leaves nothing', async () => {
  const failing = db.write(async (tx) => {
    await tx.lease.create({ data: lease(100) });
    expect(await db.read.lease.count()).toBe(0);
    throw new Error('no');
  });
  const next = db.write((tx) => tx.lease.create({ data: lease(101) }));
  await expect(failing).rejects.toThrow('no');
  await next;
  expect((await db.read.lease.findMany()).map((row) => row.vmid)).toEqual([101]);
});

test('transactions run one after the other, in the order they were asked', async () => {
  const seen: number[] = [];
  await Promise.all(
    [1, 2, 3].map((n) =>
      db.write(async (tx) => {
        await tx.lease.create({ data: lease(100 + n) });
        seen.push(await tx.lease.count());
      }),
    ),
  );
  expect(seen).toEqual([1, 2, 3]);
});

test('a read-only database refuses to write', async () => {
  const reader = openDatabase({ path: path.join(dir, 'a.db'), readOnly: true });
  expect(() => reader.write((tx) => tx.lease.create({ data: lease(100) }))).toThrow('opened for reading');
  await expect(reader.read.lease.create({ data: lease(100) })).rejects.toThrow();
  expect(await reader.read.lease.count()).toBe(0);
  await reader.close();
});

test('foreign keys hold and pragmas are set', async () => {
  await expect(db.write((tx) => tx.containerTag.create({ data: { vmid: 999, tag: 'lost' } }))).rejects.toThrow(
    /foreign key/i,
  );
  expect(await db.read.$queryRawUnsafe('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  // 2 is FULL: each commit is on the disk before it is told.
  const synchronous = await db.write((tx) => tx.$queryRawUnsafe('PRAGMA synchronous'));
  expect(synchronous).toEqual([{ synchronous: 2n }]);
});
