/** How a page asks the engine: as whoever the page is made for, under the request's id. Reads only; `act` changes things. */
import 'server-only';
import { currentCredential, currentRequestId, currentUser } from '@/app/session';
import { callEngine } from '@/engine/rpc/client';
import type { Input, Output, RpcVerb } from '@/engine/rpc/contract';
import type { Refusal } from '@/lib/refusal';
import { err, type Result } from '@/lib/result';

export async function ask<V extends RpcVerb>(verb: V, input: Input<V>): Promise<Result<Output<V>, Refusal>> {
  // An engine that did not answer who this is will not answer this either: the page is not made to wait twice.
  const away = (await currentUser())?.engine;
  if (away?.kind === 'engine-absent') return err({ kind: 'engine-absent', text: 'The engine does not answer.' });
  return callEngine(verb, input, { credential: await currentCredential(), requestId: await currentRequestId() });
}
