/**
 * The host's memory on one honest scale: what is promised, what is physical, what is used, what stopped containers
 * would add. Nothing is clipped at 100 %: the scale goes as far as the largest of them.
 */
import type { HostView } from '@/lib/live/view';

export type Ruler = {
  physical: number;
  used: number;
  /** Promised, up to the physical end. */
  promised: number;
  /** Promised beyond what exists. */
  over: number;
  /** What containers that do not start on boot would add, from the end of what is promised. */
  ghost: number;
};

/** Each as a share of the scale; null while the host's memory is not known. */
export function rulerOf({ memory }: Pick<HostView, 'memory'>): Ruler | null {
  const { physicalBytes, promisedOnBootBytes, promisedAllBytes } = memory;
  if (physicalBytes === null || physicalBytes <= 0) return null;
  const usedBytes = memory.usedBytes ?? 0;
  const scale = Math.max(physicalBytes, promisedOnBootBytes, promisedAllBytes, usedBytes) / 0.922;
  const share = (bytes: number) => Math.max(0, bytes) / scale;
  return {
    physical: share(physicalBytes),
    used: share(usedBytes),
    promised: share(Math.min(promisedOnBootBytes, physicalBytes)),
    over: share(promisedOnBootBytes - physicalBytes),
    ghost: share(promisedAllBytes - promisedOnBootBytes),
  };
}
