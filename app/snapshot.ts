/**
 * The live map as it is now, for the first paint: the first event of the same stream that the browser then follows
 * from this version on, so that what the server rendered and what comes after can never disagree.
 */
import 'server-only';
import { cache } from 'react';
import { currentCredential, currentDesired, currentRequestId, currentUser } from '@/app/session';
import { openLive } from '@/engine/rpc/client';

export type Snapshot = { version: number; entries: Record<string, unknown>; engineAbsent: boolean };

const patienceMs = 2_000;
const nothing: Snapshot = { version: 0, entries: {}, engineAbsent: false };

export const liveSnapshot = cache(async (): Promise<Snapshot> => {
  if ((await currentUser())?.engine?.kind === 'engine-absent') return withoutEngine();
  const signal = AbortSignal.timeout(patienceMs);
  const live = await openLive({
    credential: await currentCredential(),
    lastEventId: null,
    requestId: await currentRequestId(),
    signal,
  });
  if (!live.ok) return live.error.kind === 'engine-absent' ? withoutEngine() : nothing;
  try {
    let text = '';
    live.value.setEncoding('utf8');
    for await (const chunk of live.value) {
      text += chunk;
      const end = text.indexOf('\n\n');
      if (end !== -1) return read(text.slice(0, end));
    }
    return nothing;
  } catch (cause) {
    // Cut off or too slow: the page is drawn without data, and its own stream brings it.
    if (signal.aborted || (cause instanceof Error && 'code' in cause)) return nothing;
    throw cause;
  } finally {
    live.value.destroy();
  }
});

/** Each container as it is asked for, and of what it does nothing. */
async function withoutEngine(): Promise<Snapshot> {
  const absent = { ...nothing, engineAbsent: true };
  const desired = await currentDesired();
  if (desired === null) return absent;
  const { containerView } = await import('@/lib/live/container-view');
  const comparison = { word: 'unknown' as const, differences: 0, rows: [] };
  const entries = Object.fromEntries(
    desired.specs.map((spec) => [
      `ct/${spec.vmid}`,
      containerView({ desired: spec, observed: null, comparison, held: null, change: null, finding: null }),
    ]),
  );
  return { ...absent, entries };
}

function read(event: string): Snapshot {
  const data = event.split('\n').find((line) => line.startsWith('data: '));
  if (data === undefined || !event.includes('event: snapshot')) return nothing;
  const { version, set } = JSON.parse(data.slice('data: '.length));
  return { version, entries: set, engineAbsent: false };
}
