/** Work that is done again and again until it is stopped. */
import type { Log } from '@/engine/log';

export type Loops = {
  /** Runs `work` now, then after as many milliseconds as it returns. What it throws is a bug: logged, and it goes on. */
  run(name: string, work: () => Promise<number> | number): void;
  /** No more rounds; resolves when those under way have ended. */
  stop(): Promise<void>;
};

const afterBugMs = 5_000;

export function createLoops(log: Log): Loops {
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const working = new Set<Promise<void>>();

  const round = (name: string, work: () => Promise<number> | number) => {
    const done = (async () => {
      let delayMs = afterBugMs;
      try {
        delayMs = await work();
      } catch (cause) {
        log('error', 'a round of the observer failed', { round: name, error: cause });
      }
      if (stopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        round(name, work);
      }, delayMs);
      timers.add(timer);
    })();
    working.add(done);
    void done.finally(() => working.delete(done));
  };

  return {
    run(name, work) {
      if (!stopped) round(name, work);
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      await Promise.all(working);
    },
  };
}
