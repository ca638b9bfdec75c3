/**
 * Makes the next migration: what is missing between `prisma/migrations` and `prisma/schema.prisma`, as SQL.
 *
 *     npm run migration -- NAME     writes prisma/migrations/<time>_NAME/migration.sql
 *     npm run migration -- --check  exits 1 and prints the SQL when the schema is ahead of the migrations
 *
 * It works offline: Prisma's schema engine comes as WebAssembly in a package, so no binary is fetched. The package
 * expects a bundler to instantiate the module; here it is done by hand.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

const root = path.resolve(import.meta.dirname, '..');
const migrationsDir = path.join(root, 'prisma', 'migrations');
const schemaPath = path.join(root, 'prisma', 'schema.prisma');

async function startEngine() {
  const require = createRequire(import.meta.url);
  const wasmPath = path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
  const module = await WebAssembly.compile(readFileSync(wasmPath));
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const inMemory = new PrismaBetterSqlite3({ url: ':memory:' });
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: inMemory.provider,
    adapterName: inMemory.adapterName,
    connect: async () => takingScripts(await inMemory.connect()),
    connectToShadowDb: async () => takingScripts(await inMemory.connectToShadowDb()),
  });
  return glue.SchemaEngine.new({ datamodels: undefined }, () => {}, factory);
}

/** The schema engine sends a whole migration as one statement, which better-sqlite3 only takes as a script. */
function takingScripts(adapter) {
  const one = adapter.executeRaw.bind(adapter);
  adapter.executeRaw = async (query) => {
    if (query.args.length > 0) return one(query);
    await adapter.executeScript(query.sql);
    return 0;
  };
  return adapter;
}

function migrationList() {
  const names = existsSync(migrationsDir)
    ? readdirSync(migrationsDir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  const lockPath = path.join(migrationsDir, 'migration_lock.toml');
  return {
    baseDir: migrationsDir,
    lockfile: { path: './migration_lock.toml', content: existsSync(lockPath) ? readFileSync(lockPath, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(path.join(migrationsDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

/** The SQL that takes the migrations' result to the schema; empty when they are equal. */
async function missingSql() {
  const engine = await startEngine();
  const result = await engine.diff({
    from: { tag: 'migrations', ...migrationList() },
    to: { tag: 'schemaDatamodel', files: [{ path: schemaPath, content: readFileSync(schemaPath, 'utf8') }] },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.exitCode === 0 ? '' : (result.stdout ?? '').trim();
}

const argument = process.argv[2];
if (argument === undefined || (argument !== '--check' && !/^[a-z][a-z0-9_]*$/.test(argument))) {
  console.error('Give the migration a name of lower-case letters, digits and _: npm run migration -- add_column');
  process.exit(2);
}
const sql = await missingSql();
if (sql === '') {
  console.log('The schema and the migrations agree.');
} else if (argument === '--check') {
  console.error(`The schema is ahead of the migrations by:\n${sql}`);
  process.exitCode = 1;
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const dir = path.join(migrationsDir, `${stamp}_${argument}`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'migration.sql'), `${sql}\n`);
  console.log(`Wrote ${path.relative(root, dir)}/migration.sql`);
}
