/**
 * The live map as it is now, for the first paint: the first event of the same stream that the browser then follows
 * from this version on, so that what the server rendered and what comes after can never disagree.
 */
import 'server-only';
import { cache } from 'react';
import { currentCredential, currentRequestId } from '@/app/session';
import { openLive } from '@/engine/rpc/client';

export type Snapshot = { version: number; entries: Record<string, unknown>; engineAbsent: boolean };

const patienceMs = 2_000;
const nothing: Snapshot = { version: 0, entries: {}, engineAbsent: false };

export const liveSnapshot = cache(async (): Promise<Snapshot> => {
  const signal = AbortSignal.timeout(patienceMs);
  const live = await openLive({
    credential: await currentCredential(),
    lastEventId: null,
    requestId: await currentRequestId(),
    signal,
  });
  if (!live.ok) return { ...nothing, engineAbsent: live.error.kind === 'engine-absent' };
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

function read(event: string): Snapshot {
  const data = event.split('\n').find((line) => line.startsWith('data: '));
  if (data === undefined || !event.includes('event: snapshot')) return nothing;
  const { version, set } = JSON.parse(data.slice('data: '.length));
  return { version, entries: set, engineAbsent: false };
}
