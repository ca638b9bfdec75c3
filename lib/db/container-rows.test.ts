import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSpecs, readSpecsOf, writeSpec } from '@/lib/db/container-rows';
import { migrate } from '@/lib/db/migrate';
import { type Database, openDatabase } from '@/lib/db/open';
import { arbitrarySpec } from '@/lib/spec/arbitrary';
import { normalSpec } from '@/lib/spec/normal';

let dir = '';
let db: Database;

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-rows-'));
  migrate(path.join(dir, 'a.db'), path.resolve(import.meta.dirname, '../../prisma/migrations'));
  db = openDatabase({ path: path.join(dir, 'a.db') });
});
afterAll(async () => {
  await db.close();
  rmSync(dir, { recursive: true, force: true });
});

test('a spec comes back from its rows as it was', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySpec.map(normalSpec), async (spec) => {
      await db.write((tx) => writeSpec(tx, spec));
      expect(await readSpecsOf(db.read, [spec.vmid])).toEqual([spec]);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('writing a spec again leaves nothing of the one before', async () => {
  const [one, two] = fc.sample(arbitrarySpec.map(normalSpec), { numRuns: 2, seed: 7 });
  if (!one || !two) throw new Error('no sample');
  await db.write((tx) => tx.container.deleteMany());
  await db.write((tx) => writeSpec(tx, one));
  await db.write((tx) => writeSpec(tx, { ...two, vmid: one.vmid }));
  expect(await readSpecs(db.read)).toEqual([{ ...two, vmid: one.vmid }]);
});
