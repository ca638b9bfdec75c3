/** The REST API: every route of the table, for scripts with a token and for our own pages. */
import { log } from '@/app/log';
import { sameOrigin } from '@/app/origin';
import { currentCredential, currentRequestId } from '@/app/session';
import { callEngine } from '@/engine/rpc/client';
import { answer } from '../answer';

export const dynamic = 'force-dynamic';

async function handle(request: Request): Promise<Response> {
  const credential = await currentCredential();
  const requestId = await currentRequestId();
  const began = Date.now();
  const response = await answer(request, {
    requestId,
    credential,
    sameOrigin: sameOrigin(request.headers),
    call: (verb, input) => callEngine(verb, input, { credential, requestId }),
  });
  log('info', 'answered', {
    requestId,
    method: request.method,
    path: new URL(request.url).pathname,
    status: response.status,
    ms: Date.now() - began,
  });
  return response;
}

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };
