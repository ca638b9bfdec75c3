/**
 * The live stream for browsers and scripts: the engine's bytes, passed on as they come. When the engine is not there
 * the answer is one `absent` event and an early retry, because a browser gives up for good on any status but 200.
 */
import { Readable } from 'node:stream';
import type { NextRequest } from 'next/server';
import { currentCredential, currentRequestId } from '@/app/session';
import { callEngine, openLive } from '@/engine/rpc/client';
import { type Refusal, statusOfRefusal } from '@/lib/refusal';
import { problemResponse } from '../problem';

export const dynamic = 'force-dynamic';

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

export async function GET(request: NextRequest): Promise<Response> {
  const requestId = await currentRequestId();
  const live = await openLive({
    credential: await currentCredential(),
    lastEventId: versionOf(request.headers.get('last-event-id') ?? request.nextUrl.searchParams.get('after')),
    requestId,
    signal: request.signal,
  });
  if (live.ok) {
    const stream = Readable.toWeb(live.value, { strategy: { highWaterMark: 16 } });
    return new Response(stream as ReadableStream<Uint8Array>, { headers: { ...headers, 'x-request-id': requestId } });
  }
  if (live.error.kind === 'engine-absent') return absent(live.error, requestId);
  return problemResponse(live.error, { instance: request.nextUrl.pathname, requestId });
}

/** Whether the stream would be given: a browser whose stream was refused asks why. */
export async function HEAD(): Promise<Response> {
  const meta = { credential: await currentCredential(), requestId: await currentRequestId() };
  const who = await callEngine('whoAmI', {}, meta);
  return new Response(null, { status: who.ok ? 200 : statusOfRefusal[who.error.kind] });
}

function absent(refusal: Refusal, requestId: string): Response {
  const frame = `retry: 2000\nevent: absent\ndata: ${JSON.stringify({ at: Date.now(), text: refusal.text })}\n\n`;
  return new Response(frame, { headers: { ...headers, 'x-request-id': requestId } });
}

/** The version a reader has; the first one has none. */
function versionOf(given: string | null): number | null {
  return given !== null && /^[1-9]\d{0,15}$/.test(given) ? Number(given) : null;
}
