/**
 * Where the data comes from, and whether it may still be believed.
 *
 * Past `staleAfterMs` without an answer everything is stale. The views of hosts and containers keep the values that
 * were last seen, and do not say so one by one: the browser must take this key's `state` with every tile it draws,
 * hatch them all while it is not `live`, show the age of `lastAnswerAt`, and call nothing healthy. What is decided
 * here is decided with it: no container is `in sync` while the source is stale.
 */
import { type Observed, staleAfterMs } from '@/lib/live/observed';
import type { SourceView } from '@/lib/live/view';

export function sourceView(observed: Observed, now: number, demo: boolean): SourceView {
  const { lastAnswerAt, beats, error, forbidden, endpoint } = observed;
  const state = sourceState(observed, now);
  return { state, lastAnswerAt, beats, error: state === 'live' ? null : error, forbidden, endpoint, demo };
}

function sourceState({ lastAnswerAt, error }: Observed, now: number): SourceView['state'] {
  if (lastAnswerAt === null) return error === null ? 'starting' : 'stale';
  return now - lastAnswerAt > staleAfterMs ? 'stale' : 'live';
}
