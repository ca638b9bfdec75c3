/**
 * The database: one writer, many readers.
 *
 * better-sqlite3 has one connection a client, and a statement sent beside an open interactive transaction would
 * silently join it. So reads have a connection of their own, which in WAL mode always sees the last commit and waits
 * for nobody, and writes go one after the other through `write`, each a transaction.
 *
 * Only the engine opens it for writing. The web process opens it `readOnly`.
 */
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { type Prisma, PrismaClient } from '@/generated/prisma/client';
import { invariant } from '@/lib/invariant';

export type Transaction = Prisma.TransactionClient;

export type Database = {
  /** For reading only; never sees what a transaction has not committed. */
  readonly read: PrismaClient;
  /** Runs the work in one transaction, after those that were asked before; everything or nothing of it stays. */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const readerPragmas = 'PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;';
/** FULL: what was told to be written must outlast a power cut, and the journal of a run more than anything. */
const writerPragmas =
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;';

/** Opens the database at `path`, which `migrate` has made. */
export function openDatabase({ path, readOnly = false }: { path: string; readOnly?: boolean }): Database {
  const writer = readOnly ? null : connect(path, writerPragmas);
  const read = connect(path, readerPragmas);
  let last: Promise<unknown> = Promise.resolve();
  return {
    read,
    write(work) {
      invariant(writer, 'a write on a database that was opened for reading');
      const turn = last.then(() => writer.$transaction(work, { maxWait: 30_000, timeout: 60_000 }));
      last = turn.catch(() => undefined);
      return turn;
    },
    async close() {
      await last;
      await Promise.all([writer?.$disconnect(), read.$disconnect()]);
    },
  };
}

function connect(path: string, pragmas: string): PrismaClient {
  // Minimal: an error that quotes its query would put what is stored into the log.
  return new PrismaClient({ adapter: new Connection({ url: `file:${path}` }, pragmas), errorFormat: 'minimal' });
}

/** Prisma's adapter, with the pragmas of this connection said first. */
class Connection extends PrismaBetterSqlite3 {
  readonly #pragmas: string;
  constructor(config: { url: string }, pragmas: string) {
    super(config);
    this.#pragmas = pragmas;
  }
  override async connect() {
    const connection = await super.connect();
    await connection.executeScript(this.#pragmas);
    return connection;
  }
}
