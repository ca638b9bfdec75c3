/**
 * At most so many at once, first come first served: a node has three API workers, and a person uses one of them.
 * Whoever gives up while waiting leaves the queue.
 */
export type Limiter = {
  /** Resolves with `release` when it is one's turn; rejects with the signal's reason when that comes first. */
  enter(signal: AbortSignal): Promise<() => void>;
};

export function createLimiter(limit: number): Limiter {
  let inside = 0;
  const waiting: (() => void)[] = [];

  const leave = () => {
    inside -= 1;
    waiting.shift()?.();
  };
  const admit = () => {
    inside += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
    };
  };

  return {
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (inside < limit) return Promise.resolve(admit());
      return new Promise((resolve, reject) => {
        const turn = () => {
          signal.removeEventListener('abort', giveUp);
          resolve(admit());
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(turn), 1);
          reject(signal.reason);
        };
        waiting.push(turn);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}

/** The node that a path is about; everything else counts for the cluster. */
export function nodeOfPath(path: string): string {
  return /^\/nodes\/([^/?]+)/.exec(path)?.[1] ?? 'cluster';
}
