import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '@/lib/db/migrate';
import { openDatabase } from '@/lib/db/open';

const root = path.resolve(import.meta.dirname, '../..');
const migrations = path.join(root, 'prisma/migrations');
const names = readdirSync(migrations, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-migrate-'));
  return () => rmSync(dir, { recursive: true, force: true });
});

/** A folder with the first `count` migrations. */
function firstMigrations(count: number): string {
  const folder = path.join(dir, `first-${count}`);
  for (const name of names.slice(0, count))
    cpSync(path.join(migrations, name), path.join(folder, name), { recursive: true });
  return folder;
}

async function opens(file: string): Promise<void> {
  const db = openDatabase({ path: file });
  await db.write((tx) => tx.user.create({ data: { name: 'ada', email: '', role: 'admin', passwordHash: 'scrypt$…' } }));
  expect(await db.read.user.count()).toBe(1);
  await db.close();
}

describe('migrate', () => {
  test('a fresh database gets every migration and opens', async () => {
    const file = path.join(dir, 'fresh.db');
    expect(migrate(file, migrations)).toEqual({ ok: true, value: { applied: names, total: names.length } });
    expect(migrate(file, migrations)).toEqual({ ok: true, value: { applied: [], total: names.length } });
    await opens(file);
  });

  test.each(names.map((name, index) => [name, index + 1] as const))(
    'a database of %s comes up to date',
    async (_, n) => {
      const file = path.join(dir, 'old.db');
      expect(migrate(file, firstMigrations(n)).ok).toBe(true);
      expect(migrate(file, migrations)).toEqual({ ok: true, value: { applied: names.slice(n), total: names.length } });
      await opens(file);
    },
  );

  test('a migration whose text changed is refused', () => {
    const file = path.join(dir, 'changed.db');
    const folder = firstMigrations(1);
    migrate(file, folder);
    appendFileSync(path.join(folder, names[0] ?? '', 'migration.sql'), '\n-- edited\n');
    const result = migrate(file, folder);
    expect(result.ok ? '' : result.error).toContain(`another text of ${names[0]}`);
  });

  test('a migration from the future is refused', () => {
    const file = path.join(dir, 'future.db');
    migrate(file, migrations);
    const db = new Database(file);
    db.exec(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'c', '2999_later', 1)`,
    );
    db.close();
    const result = migrate(file, migrations);
    expect(result.ok ? '' : result.error).toContain('2999_later, which this version of Wheelhouse does not know');
  });

  test('a migration that fails leaves nothing of itself', () => {
    const file = path.join(dir, 'failing.db');
    const folder = firstMigrations(names.length);
    cpSync(path.join(migrations, names[0] ?? ''), path.join(folder, '2999_broken'), { recursive: true });
    const result = migrate(file, folder);
    expect(result.ok ? '' : result.error).toContain('It was left as it was');
    const db = new Database(file);
    expect(db.prepare(`SELECT name FROM sqlite_master WHERE name IN ('User', '_prisma_migrations')`).all()).toEqual([]);
    db.close();
  });

  test('the schema is what the migrations make', () => {
    const said = execFileSync(process.execPath, ['scripts/migration.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect(said.trim()).toBe('The schema and the migrations agree.');
  });
});
