/**
 * Whether what is on screen may be called true. Missing data is never green: if Proxmox, the engine or the connection
 * to either has been silent for too long, everything is stale and says since when, and who is silent.
 */

import { staleAfterMs } from '@/lib/live/observed';
import type { SourceView } from '@/lib/live/view';

/** How the browser's stream is doing. `at` is when that began. */
export type Link = { state: 'opening' | 'open' | 'engine-absent' | 'lost' | 'signed-out'; at: number };

export type Fresh =
  | { state: 'live' }
  | { state: 'starting' }
  | { state: 'stale'; silent: 'proxmox' | 'engine' | 'web' | 'account'; since: number | null };

const hangsAfterMs = staleAfterMs + 4_000;

export function freshness(source: SourceView | undefined, link: Link, now: number): Fresh {
  const since = source?.lastAnswerAt ?? null;
  if (link.state === 'engine-absent') return { state: 'stale', silent: 'engine', since };
  if (link.state === 'signed-out') return { state: 'stale', silent: 'account', since };
  if (source === undefined) {
    return link.state === 'lost' ? { state: 'stale', silent: 'web', since } : { state: 'starting' };
  }
  if (source.state === 'starting') return { state: 'starting' };
  if (source.state === 'stale') return { state: 'stale', silent: 'proxmox', since };
  if (since === null || now - since > staleAfterMs) {
    if (link.state !== 'open') return { state: 'stale', silent: 'web', since };
    // The engine tells by itself when Proxmox is silent. If it goes on saying nothing, it is the one that hangs.
    return { state: 'stale', silent: since !== null && now - since > hangsAfterMs ? 'engine' : 'proxmox', since };
  }
  return { state: 'live' };
}
