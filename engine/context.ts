/** What every verb stands on: made once by `engine/main.ts` (or a test), passed to each use case. */
import type { Caller } from '@/engine/access/resolve-credential';
import type { LabRepository } from '@/engine/git/lab-repository';
import type { Log } from '@/engine/log';
import type { Observer } from '@/engine/observe/observer';
import type { Proxmox } from '@/engine/proxmox/proxmox';
import type { Database } from '@/lib/db/open';
import type { ContainerSpec } from '@/lib/spec/container';

/** What the verbs about accounts need; the command line has no more when no engine runs. */
export type Access = {
  db: Database;
  log: Log;
  clock: () => number;
  demo: boolean;
  consoleKey: string;
};

export type Engine = Access & {
  proxmox: Proxmox;
  observer: Observer;
  repository: LabRepository;
  /** The API token that the engine is to Proxmox, without its secret. */
  tokenId: string;
  /** A value of the live map, as browsers see it. */
  view: (key: string) => unknown;
  /** Says that rows moved which browsers see; the next projection reads them again. */
  touch: (what?: 'desired') => void;
  /** Resolves when the live map has all that was touched. */
  settled: () => Promise<void>;
  /** The desired state as the live map has it, for what is shown; what is decided reads the database. */
  desired: () => ContainerSpec[];
  background: Background;
  startedAt: number;
  migrations: number;
};

/** Work that goes on after its verb has answered: operations and runs. */
export type Background = {
  start(name: string, work: (signal: AbortSignal) => Promise<void>): void;
  /** Asks the work to stop where it can be taken up again, and waits for it. */
  stop(): Promise<void>;
};

/** One call of a verb: who, and the click that it came from. */
export type Call = {
  caller: Caller;
  requestId: string;
  from: string;
  /** The session that the call came with. */
  sessionId: string | null;
};

/** Runs work beside the verbs. What it throws is a bug: logged, and the row it left in flight is for `recover`. */
export function createBackground(log: Log): Background {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  return {
    start(name, work) {
      const promise = work(stopping.signal)
        .catch((error: unknown) => log('error', `${name} failed unexpectedly`, { error }))
        .finally(() => underWay.delete(promise));
      underWay.add(promise);
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}
