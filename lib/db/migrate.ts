/**
 * Brings a database up to date: each `<migrationsDir>/<name>/migration.sql` that it lacks, in order of name, each in
 * one transaction together with its row in `_prisma_migrations` (Prisma's own table and checksums, so that Prisma's
 * tools can read the history). It is done with better-sqlite3 and not with Prisma's binary: a clone that was never
 * online migrates too.
 *
 * What was applied is history. A migration whose text changed, or that this build does not know, is refused: the
 * database then belongs to another version of Wheelhouse, and nothing is touched.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '@/lib/result';

const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id"                  TEXT PRIMARY KEY NOT NULL,
  "checksum"            TEXT NOT NULL,
  "finished_at"         DATETIME,
  "migration_name"      TEXT NOT NULL,
  "logs"                TEXT,
  "rolled_back_at"      DATETIME,
  "started_at"          DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

export type Migrated = { applied: string[]; total: number };
type Migration = { name: string; sql: string; checksum: string };
type HistoryRow = { migration_name: string; checksum: string; finished_at: string | number | null };

/** Applies what is missing; the error is one sentence for the person who started the engine. */
export function migrate(databasePath: string, migrationsDir: string): Result<Migrated, string> {
  const migrations = readMigrations(migrationsDir);
  if (migrations.length === 0) return err(`There are no migrations in ${migrationsDir}.`);
  const db = new Database(databasePath);
  try {
    db.pragma('busy_timeout = 5000');
    db.pragma('journal_mode = WAL');
    // A migration may rebuild a table that others point at; what it leaves is checked before it is committed.
    db.pragma('foreign_keys = OFF');
    return db.transaction(() => applyMissing(db, databasePath, migrations)).immediate();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return err(`The database ${databasePath} could not be migrated: ${error.message}. It was left as it was.`);
  } finally {
    db.close();
  }
}

function readMigrations(dir: string): Migration[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, text: readFileSync(path.join(dir, name, 'migration.sql')) }))
    .map(({ name, text }) => ({
      name,
      sql: text.toString('utf8'),
      checksum: createHash('sha256').update(text).digest('hex'),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function applyMissing(db: Database.Database, databasePath: string, migrations: Migration[]): Result<Migrated, string> {
  db.exec(historyTable);
  const rows = db
    .prepare<[], HistoryRow>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    )
    .all();
  const refusal = unlikeOurs(rows, migrations);
  if (refusal) return err(`The database ${databasePath} ${refusal} Nothing was touched.`);

  const done = new Set(rows.map((row) => row.migration_name));
  const insert = db.prepare(
    `INSERT INTO "_prisma_migrations" (id, checksum, started_at, finished_at, migration_name, applied_steps_count)
     VALUES (?, ?, ?, ?, ?, 1)`,
  );
  const applied: string[] = [];
  for (const migration of migrations.filter(({ name }) => !done.has(name))) {
    const startedAt = Date.now();
    db.exec(migration.sql);
    insert.run(randomUUID(), migration.checksum, startedAt, Date.now(), migration.name);
    applied.push(migration.name);
  }
  const dangling = db.pragma('foreign_key_check') as { table: string }[];
  if (dangling[0])
    throw new Database.SqliteError(`rows of ${dangling[0].table} point at nothing`, 'SQLITE_CONSTRAINT_FOREIGNKEY');
  return ok({ applied, total: migrations.length });
}

function unlikeOurs(rows: HistoryRow[], migrations: Migration[]): string | null {
  const ours = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of rows) {
    const migration = ours.get(row.migration_name);
    if (!migration) return `has migration ${row.migration_name}, which this version of Wheelhouse does not know.`;
    if (migration.checksum !== row.checksum)
      return `was migrated by another text of ${row.migration_name} than this version of Wheelhouse has.`;
    if (row.finished_at === null) return `holds a half-done migration ${row.migration_name}.`;
  }
  const last = migrations.findLastIndex(({ name }) => rows.some((row) => row.migration_name === name));
  const gap = migrations
    .slice(0, Math.max(last, 0))
    .find(({ name }) => !rows.some((row) => row.migration_name === name));
  return gap ? `lacks migration ${gap.name}, though later ones are applied.` : null;
}
