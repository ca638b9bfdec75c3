/**
 * The one wrapper around every server action: refuses what another site caused, gives the click a request id, and
 * calls the engine as whoever is signed in. The engine decides; nothing that the browser says of itself counts.
 */
import 'server-only';
import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import { log } from '@/app/log';
import { sameOrigin } from '@/app/origin';
import { currentCredential } from '@/app/session';
import { callEngine } from '@/engine/rpc/client';
import type { Input, Output, RpcVerb } from '@/engine/rpc/contract';
import type { Refusal } from '@/lib/refusal';
import { err, type Result } from '@/lib/result';

/** What came of it, with the id under which every log has it. */
export type Acted<V extends RpcVerb> = Result<Output<V>, Refusal> & { requestId: string };

export async function act<V extends RpcVerb>(verb: V, input: Input<V>): Promise<Acted<V>> {
  const requestId = randomUUID();
  if (!sameOrigin(await headers())) {
    log('warn', 'an action came from another site', { requestId, verb });
    return { ...err({ kind: 'forbidden', text: 'This was asked for by another site. Nothing was done.' }), requestId };
  }
  const began = Date.now();
  const result = await callEngine(verb, input, { credential: await currentCredential(), requestId });
  log('info', result.ok ? 'acted' : 'refused', {
    requestId,
    verb,
    ms: Date.now() - began,
    ...(result.ok ? {} : { refusal: result.error.kind }),
  });
  return { ...result, requestId };
}
