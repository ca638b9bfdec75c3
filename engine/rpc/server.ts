/**
 * The engine's side of the contract: HTTP over a unix socket that only its own user may open (mode 0600).
 *
 * `POST /rpc/<verb>` parses the envelope, then calls `handle`; the answer is always a `Result`. What is thrown is a
 * bug: it is logged with the request id, and the caller learns only that. It is `handle` that resolves the credential,
 * asks what it may, and parses the input, in that order. `GET /live` is the stream, authorised when it opens
 * and again every 30 s, so that somebody who was shut out does not go on watching.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { LiveMap } from '@/engine/live/live-map';
import type { Log } from '@/engine/log';
import { type Credential, contract, credentialSchema, type RpcVerb } from '@/engine/rpc/contract';
import { notAccepted } from '@/engine/rpc/parse-input';
import { takeSocket } from '@/engine/rpc/take-socket';
import { type Refusal, statusOfRefusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';

const maxBodyBytes = 2 ** 20;
const reauthoriseMs = 30_000;
/** A browser that is this far behind is dropped; it resumes by its last event id. */
const maxBacklogBytes = 8 * 2 ** 20;

export type RpcMeta = { requestId: string };

export type RpcServerOptions = {
  socketPath: string;
  /** `input` is as it came. */
  handle(verb: RpcVerb, credential: Credential, input: unknown, meta: RpcMeta): Promise<Result<unknown, Refusal>>;
  authorizeLive(credential: Credential): Promise<Result<{ userId: number }, Refusal>>;
  live: LiveMap;
  log: Log;
  /** For tests. */
  reauthoriseEveryMs?: number;
};

export type RpcServer = {
  /** Ends the streams, lets the calls under way finish, and removes the socket. */
  close(): Promise<void>;
};

const envelopeSchema = z.strictObject({ credential: credentialSchema, input: z.unknown().optional() });

/** Listens, or says in one sentence why it cannot. */
export async function createRpcServer(options: RpcServerOptions): Promise<Result<RpcServer, string>> {
  const streams = new Set<ServerResponse>();
  const server = createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
    const requestId = requestIdOf(req);
    const work = req.url === '/live' && req.method === 'GET' ? stream(req, res) : rpc(req, res, requestId);
    work.catch((cause: unknown) => {
      options.log('error', 'a request to the engine failed', { requestId, url: req.url, error: cause });
      if (res.headersSent) res.destroy();
      else answer(res, err({ kind: 'internal', text: bugText(requestId) }));
    });
  });

  async function rpc(req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> {
    const verb = /^\/rpc\/([A-Za-z]+)$/.exec(req.url ?? '')?.[1];
    if (req.method !== 'POST' || verb === undefined || !isVerb(verb)) {
      req.resume();
      return answer(res, err({ kind: 'not-found', text: `The engine has no verb ${shorten(req.url ?? '')}.` }));
    }
    const body = await readBody(req);
    if (!body.ok) return answer(res, body);
    const envelope = envelopeSchema.safeParse(body.value);
    if (!envelope.success) return answer(res, err(notAccepted('The request', envelope.error, body.value)));
    const began = Date.now();
    const result = await options.handle(verb, envelope.data.credential, envelope.data.input, { requestId });
    options.log(result.ok ? 'debug' : 'info', result.ok ? 'did' : 'refused', {
      requestId,
      verb,
      ms: Date.now() - began,
      ...(result.ok ? {} : { refusal: result.error.kind, why: result.error.text }),
    });
    answer(res, result);
  }

  async function stream(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const credential = credentialOf(req);
    if (!credential.ok) return answer(res, credential);
    const allowed = await options.authorizeLive(credential.value);
    if (!allowed.ok) return answer(res, allowed);
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' });
    // One who has everything is written nothing yet, and must still hear that the stream is open.
    res.flushHeaders();
    const lastEventId = Number(req.headers['last-event-id'] ?? Number.NaN);
    const leave = options.live.subscribe(
      {
        write(frame) {
          res.write(frame);
          if (res.writableLength <= maxBacklogBytes) return true;
          res.destroy();
          return false;
        },
      },
      Number.isSafeInteger(lastEventId) ? lastEventId : null,
    );
    const again = setInterval(async () => {
      try {
        const still = await options.authorizeLive(credential.value);
        if (!still.ok) res.end();
      } catch (cause) {
        options.log('error', 'could not authorise a stream again', { error: cause });
        res.end();
      }
    }, options.reauthoriseEveryMs ?? reauthoriseMs);
    streams.add(res);
    res.on('close', () => {
      clearInterval(again);
      leave();
      streams.delete(res);
    });
  }

  const taken = await takeSocket(server, options.socketPath);
  if (!taken.ok) return taken;
  options.log('info', 'the engine listens', { socket: options.socketPath });

  return ok({
    async close() {
      for (const res of streams) res.end();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
    },
  });
}

function isVerb(verb: string): verb is RpcVerb {
  return Object.hasOwn(contract, verb);
}

async function readBody(req: IncomingMessage): Promise<Result<unknown, Refusal>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // It is read to its end all the same, so that the answer can be heard.
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  if (bytes > maxBodyBytes)
    return err({
      kind: 'invalid',
      text: 'The request is too large.',
      fields: [{ field: '(whole)', given: `${bytes} bytes`, accepted: `at most ${maxBodyBytes} bytes` }],
    });
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return ok(JSON.parse(text));
  } catch {
    // The parser's message quotes the body, which may hold a password: it is not passed on.
    return err({
      kind: 'invalid',
      text: 'The request is not JSON.',
      fields: [{ field: '(whole)', given: `${bytes} bytes`, accepted: 'a JSON object' }],
    });
  }
}

function credentialOf(req: IncomingMessage): Result<Credential, Refusal> {
  const header = req.headers['x-credential'];
  try {
    const json: unknown = JSON.parse(Buffer.from(String(header ?? ''), 'base64url').toString('utf8'));
    const parsed = credentialSchema.safeParse(json);
    if (parsed.success) return ok(parsed.data);
  } catch {
    // Not JSON is the same as not a credential.
  }
  return err({ kind: 'unauthenticated', text: 'Sign in first.' });
}

function answer(res: ServerResponse, result: Result<unknown, Refusal>): void {
  const body = JSON.stringify(result.ok ? { ok: true, value: result.value ?? {} } : result);
  res.writeHead(result.ok ? 200 : statusOfRefusal[result.error.kind], {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  res.end(body);
}

function requestIdOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : crypto.randomUUID();
}

function bugText(requestId: string): string {
  return `Something in the engine failed that should not. Its log has the details under request ${requestId}.`;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
