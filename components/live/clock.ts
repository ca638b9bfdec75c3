/** The one clock of the page: it ticks once a second for everything that shows an age, on the server's time. */
const listeners = new Set<() => void>();
let skewMs = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setInterval> | undefined;

/** Now, as the server would say. */
export function serverNow(): number {
  return Date.now() + (Number.isFinite(skewMs) ? skewMs : 0);
}

/** Learns the difference to the server's clock from the time on a frame; the fastest frame is the truest. */
export function learnSkew(serverAt: number): void {
  skewMs = Math.max(skewMs, serverAt - Date.now());
}

export function onTick(tick: () => void): () => void {
  listeners.add(tick);
  timer ??= setInterval(() => {
    for (const listener of listeners) listener();
  }, 1000);
  return () => {
    listeners.delete(tick);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}
