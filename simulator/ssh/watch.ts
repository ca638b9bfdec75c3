/**
 * The loop with which a client watches the cluster's file system over one channel: it prints `/etc/pve/.version` and an
 * empty line, at once and then whenever it has changed. The loop is a shell script, and the only one that is known.
 */
import { exitOk, type Run } from '@/simulator/ssh/command';

/** The script, with how many seconds it sleeps. */
export const watchScript = (seconds: number) =>
  `last=; while :; do now=$(cat /etc/pve/.version); if [ "$now" != "$last" ]; then printf '%s\\n\\n' "$now"; last=$now; fi; sleep ${seconds}; done`;

const [before = '', after = ''] = watchScript(0).split(/(?<=sleep )0(?=;)/);

/** The seconds of a line that is this script; null if it is none. White space does not matter. */
export function watchInterval(line: string): number | null {
  const text = line.trim().replace(/\s+/g, ' ');
  if (!text.startsWith(before) || !text.endsWith(after)) return null;
  const seconds = text.slice(before.length, text.length - after.length);
  return /^\d*\.?\d+$/.test(seconds) && Number(seconds) >= 0.05 ? Number(seconds) : null;
}

/** Ends early when the caller goes. */
const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });

/** Runs until the caller goes. */
export async function watchVersions(run: Run, seconds: number): Promise<number> {
  let last = '';
  while (!run.signal.aborted) {
    const now = run.versions.text(run.world());
    if (now !== last) run.out(`${now.trimEnd()}\n\n`);
    last = now;
    await sleep(seconds * 1000, run.signal);
  }
  return exitOk;
}
