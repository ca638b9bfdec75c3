/**
 * A circuit breaker: whoever has not answered several times in a row is left alone for a while, so that a node that
 * is down costs its readers nothing and nobody queues behind it.
 *
 *     closed      all may ask; a good or a bad answer is an answer, only silence counts
 *     open        after `threshold` silences in a row: nobody asks until the pause is over
 *     half-open   then one read may try; its silence opens it again for twice as long, its answer closes it
 *
 * A write is refused at once while nobody may ask, and that refusal is certain, for nothing was sent.
 */
export type Breaker = {
  /** Null: ask, and tell how it went by `heard` or `silent`; else why it is not asked. */
  refusal(kind: 'read' | 'write'): string | null;
  heard(): void;
  silent(text: string): void;
  /** It was asked but gave up for reasons of its own: that says nothing. */
  forgotten(): void;
};

export type BreakerOptions = { name: string; now: () => number; threshold?: number; firstMs?: number; mostMs?: number };

export function createBreaker({ name, now, threshold = 6, firstMs = 1_000, mostMs = 5_000 }: BreakerOptions): Breaker {
  let silences = 0;
  let pauseMs = firstMs;
  let until: number | null = null;
  let trying = false;
  let last = '';

  const why = (leftMs: number) =>
    `${last || `${name} does not answer`}; ${name} was silent ${silences} times in a row and is asked again ${
      leftMs > 0 ? `in ${Math.max(1, Math.ceil(leftMs / 1000))} s` : 'now'
    }`;

  return {
    refusal(kind) {
      if (until === null) return null;
      const leftMs = until - now();
      if (leftMs > 0 || trying) return why(leftMs);
      if (kind === 'write') return null;
      trying = true;
      return null;
    },
    heard() {
      silences = 0;
      pauseMs = firstMs;
      until = null;
      trying = false;
    },
    silent(text) {
      silences += 1;
      last = text;
      if (silences < threshold) return;
      // One that was under way when it opened is not the try, and prolongs nothing.
      if (until !== null && !trying) return;
      if (trying) pauseMs = Math.min(mostMs, pauseMs * 2);
      trying = false;
      until = now() + pauseMs;
    },
    forgotten() {
      trying = false;
    },
  };
}
