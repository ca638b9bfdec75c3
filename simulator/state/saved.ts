/** The save file: the whole state, written atomically a moment after it changed, and read back at the next start. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { State } from '@/simulator/state/state';
import { UnusableState } from '@/simulator/state/unusable-state';

const format = 'wheelhouse-simulator/1';
const debounceMs = 400;

export type Saver = { changed(): void; revision(): number; flush(): void };

/** The state of an earlier run; null if there is none. */
export function readSaved(path: string): State | null {
  if (!existsSync(path)) return null;
  const saved = savedSchema.safeParse(readJson(path));
  if (!saved.success)
    throw new UnusableState(`${path} is no saved state; move it away to begin anew:\n${z.prettifyError(saved.error)}`);
  const state = saved.data.state as unknown as State;
  endInterrupted(state);
  return state;
}

/** The outline; the rest is ours as we wrote it, and a file cut short does not parse at all. */
const savedSchema = z.object({
  format: z.literal(format),
  state: z.looseObject({
    tasks: z.array(z.looseObject({ upid: z.string(), starttime: z.number() })),
    containers: z.record(z.string(), z.looseObject({ config: z.record(z.string(), z.unknown()) })),
  }),
});

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UnusableState(`${path} cannot be read; move it away to begin anew: ${(error as Error).message}`);
  }
}

/** Workers died with the process that ran them. */
function endInterrupted(state: State): void {
  for (const task of state.tasks) {
    if (task.endtime !== undefined) continue;
    task.endtime = task.starttime;
    task.status = 'unexpected status';
  }
  for (const container of Object.values(state.containers)) if (container.config.lock) delete container.config.lock;
}

/** Writes the state of `read` soon after `changed`, and at once on `flush`. */
export function createSaver(path: string | undefined, read: () => State): Saver {
  let timer: NodeJS.Timeout | null = null;
  let revision = 0;
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (!path) return;
    mkdirSync(dirname(path), { recursive: true });
    const draft = `${path}.${process.pid}.new`;
    writeFileSync(draft, JSON.stringify({ format, state: read() }), { mode: 0o600 });
    renameSync(draft, path);
  };
  return {
    flush,
    revision: () => revision,
    changed() {
      revision++;
      if (!path || timer) return;
      timer = setTimeout(flush, debounceMs);
      timer.unref();
    },
  };
}
