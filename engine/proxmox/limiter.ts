/**
 * At most so many under way at each node, first come first served: a node has three API workers, and a person uses
 * one of them. A path that names no node is answered by whichever node is asked, so it counts for every one of them.
 * Whoever gives up while waiting leaves the queue.
 */
export type Limiter = {
  /** Resolves with `release` when it is one's turn; rejects with the signal's reason when that comes first. */
  enter(node: string | null, signal: AbortSignal): Promise<() => void>;
};

type Waiting = { node: string | null; admit: () => void };

export function createLimiter(limit: number): Limiter {
  /** How many are under way, by node; null counts those of no node. Empty ones are taken out: nothing grows. */
  const inside = new Map<string | null, number>();
  const waiting: Waiting[] = [];

  const of = (node: string | null) => inside.get(node) ?? 0;
  const mayEnter = (node: string | null) => {
    const busiest = node === null ? Math.max(0, ...[...inside].map(([key, n]) => (key === null ? 0 : n))) : of(node);
    return busiest + of(null) < limit;
  };
  const leave = (node: string | null) => {
    if (of(node) <= 1) inside.delete(node);
    else inside.set(node, of(node) - 1);
    admitWaiting();
  };
  const enterNow = (node: string | null) => {
    inside.set(node, of(node) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave(node);
    };
  };
  /** In order of arrival. One that waits holds back those behind it for the same node; one of no node, all of them. */
  function admitWaiting(): void {
    const held = new Set<string | null>();
    for (const one of [...waiting]) {
      if (held.has(null)) return;
      if (held.has(one.node) || (one.node === null && held.size > 0) || !mayEnter(one.node)) held.add(one.node);
      else one.admit();
    }
  }

  return {
    enter(node, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      const before = waiting.some((one) => one.node === null || node === null || one.node === node);
      if (!before && mayEnter(node)) return Promise.resolve(enterNow(node));
      return new Promise((resolve, reject) => {
        const one: Waiting = {
          node,
          admit() {
            waiting.splice(waiting.indexOf(one), 1);
            signal.removeEventListener('abort', giveUp);
            resolve(enterNow(node));
          },
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(one), 1);
          reject(signal.reason);
          admitWaiting();
        };
        waiting.push(one);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}

/** The node that a path is about; null: it is the cluster's, and any node answers it. */
export function nodeOfPath(path: string): string | null {
  return /^\/nodes\/([^/?]+)/.exec(path)?.[1] ?? null;
}
