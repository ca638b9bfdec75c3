/**
 * Starts an engine: takes its socket (one engine a data directory), migrates and opens the database, opens the lab
 * repository, connects, takes up what was in flight, observes, and answers. `main.ts` does it with the environment's
 * settings; tests do it in their own process.
 *
 * The socket comes first, so that a second engine touches nothing; until all is up it answers that it is starting.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { makeConsoleKey } from '@/engine/access/console-key';
import { makeDemoAccounts } from '@/engine/access/demo-accounts';
import { resolveCredential } from '@/engine/access/resolve-credential';
import { roleRefusal } from '@/engine/access/role-refusal';
import { adoptLabFile, adoptWhenRead } from '@/engine/adopt-lab';
import { recover } from '@/engine/apply/recover';
import { createBackground, type Engine } from '@/engine/context';
import type { ProxmoxEnvironment } from '@/engine/environment';
import { openLabRepository } from '@/engine/git/lab-repository';
import { createLiveMap } from '@/engine/live/live-map';
import type { Log } from '@/engine/log';
import { createObserver } from '@/engine/observe/observe';
import type { Pace } from '@/engine/observe/pace';
import { createProjection } from '@/engine/projection';
import { connectProxmox } from '@/engine/proxmox/connect';
import { createRpcServer } from '@/engine/rpc/server';
import { dispatch } from '@/engine/verbs/dispatch';
import { sweepLapsed } from '@/engine/verbs/sweep-lapsed';
import { migrate } from '@/lib/db/migrate';
import { openDatabase } from '@/lib/db/open';
import type { Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';
import { may } from '@/lib/roles/table';

export type EngineSettings = {
  dataDir: string;
  socketPath: string;
  migrationsDir: string;
  demo: boolean;
  labPath: string;
  proxmox: ProxmoxEnvironment;
  log: Log;
  /** For tests. */
  pace?: Partial<Pace>;
};

export type RunningEngine = { engine: Engine; stop(): Promise<void> };

const sweepMs = 15_000;
const starting: Refusal = { kind: 'engine-absent', text: 'The engine is starting. Try again in a moment.' };

/** The engine, or one sentence that says why it does not start. */
export async function startEngine(settings: EngineSettings): Promise<Result<RunningEngine, string>> {
  const { dataDir, log, demo } = settings;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    return err(
      `The data directory ${dataDir} cannot be made: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const live = createLiveMap();
  let engine: Engine | null = null;
  const server = await createRpcServer({
    socketPath: settings.socketPath,
    live,
    log,
    handle: async (verb, credential, input, meta) =>
      engine ? dispatch(engine, verb, credential, input, meta) : err(starting),
    async authorizeLive(credential) {
      if (!engine) return err(starting);
      const caller = await resolveCredential(engine.db, engine.consoleKey, credential, engine.clock());
      if (!caller.ok) return caller;
      if (!caller.value || !may(caller.value.role, 'live')) return err(roleRefusal(caller.value, 'live'));
      return ok({ userId: caller.value.userId });
    },
  });
  if (!server.ok) {
    live.close();
    return server;
  }
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    engine = null;
    await server.value.close();
    for (const step of undo.reverse()) await step();
    live.close();
  };
  const started = await bringUp(settings, live, undo);
  if (!started.ok) {
    await stop();
    return started;
  }
  engine = started.value;
  log('info', 'The engine is ready', {
    demo,
    proxmox: started.value.proxmox.endpoint,
    ms: Date.now() - started.value.startedAt,
  });
  return ok({ engine: started.value, stop });
}

/** Everything behind the socket; each part puts its own end onto `undo`. */
async function bringUp(
  settings: EngineSettings,
  live: ReturnType<typeof createLiveMap>,
  undo: (() => Promise<void> | void)[],
): Promise<Result<Engine, string>> {
  const { dataDir, log, demo } = settings;
  const clock = () => Date.now();
  const startedAt = clock();
  const databasePath = path.join(dataDir, 'wheelhouse.db');
  const migrated = migrate(databasePath, settings.migrationsDir);
  if (!migrated.ok) return migrated;
  if (migrated.value.applied.length > 0) log('info', 'The database was migrated', { applied: migrated.value.applied });
  const db = openDatabase({ path: databasePath });
  undo.push(() => db.close());
  const repository = await openLabRepository(path.join(dataDir, 'lab'), log);
  if (!repository.ok) return err(`The lab repository cannot be opened: ${repository.error.text}`);

  const proxmox = connectProxmox({ ...settings.proxmox, log });
  undo.push(() => proxmox.close());
  const observer = createObserver({ proxmox, log, clock, pace: settings.pace });
  const projection = createProjection({ db, observer, live, demo, clock, log });
  const background = createBackground(log);
  // What is under way is left where it can be taken up again, before what it stands on goes.
  undo.push(
    () => observer.stop(),
    () => projection.stop(),
    () => background.stop(),
  );
  const engine: Engine = {
    db,
    log,
    clock,
    demo,
    consoleKey: makeConsoleKey(dataDir),
    proxmox,
    observer,
    repository: repository.value,
    tokenId: settings.proxmox.tokenId,
    view: (key) => live.get(key),
    touch: (what) => projection.touch(what),
    settled: () => projection.settled(),
    desired: () => projection.desired(),
    background,
    startedAt,
    migrations: migrated.value.total,
  };
  if (demo) {
    await makeDemoAccounts(db, dataDir);
    const adopted = await adoptLabFile(engine, settings.labPath);
    if (!adopted.ok) return adopted;
  } else await adoptWhenRead(engine);
  await sweepLapsed(engine);
  await projection.settled();
  observer.start();
  await recover(engine);
  const sweep = setInterval(() => {
    sweepLapsed(engine)
      .then((lapsed) => lapsed && engine.touch())
      .catch((error: unknown) => log('error', 'The sweep failed', { error }));
  }, sweepMs);
  undo.push(() => clearInterval(sweep));
  return ok(engine);
}
