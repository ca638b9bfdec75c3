/** The save file: the whole state, written atomically a moment after it changed, and read back at the next start. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { State } from '@/simulator/state/state';

const format = 'wheelhouse-simulator/1';
const debounceMs = 400;

export type Saver = { changed(): void; revision(): number; flush(): void };

/** The state of an earlier run; null if there is none. */
export function readSaved(path: string): State | null {
  if (!existsSync(path)) return null;
  const saved = JSON.parse(readFileSync(path, 'utf8')) as { format?: string; state?: State };
  if (saved.format !== format || !saved.state) return null;
  endInterrupted(saved.state);
  return saved.state;
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
