/**
 * Calls to the engine over its unix socket, from the web and from the command line. Whatever happens, the answer is a
 * value: an engine that is not there is the refusal `engine-absent`, with a sentence for a person. Loads no zod: the
 * engine is the one that parses.
 */
import { Agent, type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Credential, Input, Output, RpcVerb } from '@/engine/rpc/contract';
import { engineSocketPath } from '@/engine/rpc/socket-path';
import type { Refusal } from '@/lib/refusal';
import { err, type Result } from '@/lib/result';

/** Longer than the engine waits for Proxmox (30 s), so that its own answer comes first. */
const timeoutMs = 35_000;
const streamTimeoutMs = 10_000;
/** Of what the engine answers without asking anyone: one that hangs is as good as absent, and pages must say so. */
const ownTimeoutMs = 5_000;
const answeredByItself: ReadonlySet<RpcVerb> = new Set(['whoAmI', 'health']);

/** The engine keeps idle connections for longer than this, so that none is closed under a request. */
const agent = new Agent({ keepAlive: true, timeout: 20_000 });

export type CallMeta = { credential: Credential; requestId: string; socketPath?: string };

/** Calls one verb of the engine. */
export async function callEngine<V extends RpcVerb>(
  verb: V,
  input: Input<V>,
  { credential, requestId, socketPath = engineSocketPath() }: CallMeta,
): Promise<Result<Output<V>, Refusal>> {
  const body = JSON.stringify({ credential, input });
  const opened = await open({
    method: 'POST',
    path: `/rpc/${verb}`,
    socketPath,
    agent,
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'x-request-id': requestId,
    },
    timeoutMs: answeredByItself.has(verb) ? ownTimeoutMs : timeoutMs,
  });
  if (!opened.ok) return opened;
  // The engine is the same program and answers to the same contract, so its word is taken for the type.
  return readResult<Output<V>>(opened.value);
}

export type OpenLive = {
  credential: Credential;
  lastEventId: number | null;
  requestId: string;
  signal?: AbortSignal;
  socketPath?: string;
};

/** Opens the live stream: server-sent events as bytes, to be passed on as they are. */
export async function openLive({
  credential,
  lastEventId,
  requestId,
  signal,
  socketPath = engineSocketPath(),
}: OpenLive): Promise<Result<IncomingMessage, Refusal>> {
  const opened = await open({
    method: 'GET',
    path: '/live',
    socketPath,
    // A stream lives for hours; it is never put back into a pool.
    agent: undefined,
    headers: {
      'x-credential': Buffer.from(JSON.stringify(credential)).toString('base64url'),
      'x-request-id': requestId,
      ...(lastEventId === null ? {} : { 'last-event-id': String(lastEventId) }),
    },
    signal,
    timeoutMs: streamTimeoutMs,
  });
  if (!opened.ok || opened.value.statusCode === 200) return opened;
  const refused = await readResult<never>(opened.value);
  return refused.ok ? err({ kind: 'internal', text: 'The engine refused the stream without a reason.' }) : refused;
}

type Opening = {
  method: string;
  path: string;
  socketPath: string;
  agent: Agent | undefined;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  /** Until the answer begins. */
  timeoutMs: number;
};

function open(call: Opening): Promise<Result<IncomingMessage, Refusal>> {
  return new Promise((resolve) => {
    const req = request({
      socketPath: call.socketPath,
      host: 'engine',
      method: call.method,
      path: call.path,
      headers: call.headers,
      agent: call.agent ?? new Agent({ keepAlive: false }),
      signal: call.signal,
    });
    const timer = setTimeout(() => req.destroy(new TookTooLong()), call.timeoutMs);
    req.on('socket', guard);
    req.on('response', (response) => {
      clearTimeout(timer);
      resolve({ ok: true, value: response });
    });
    req.on('error', (cause) => {
      clearTimeout(timer);
      resolve(err(absent(cause, call.method === 'POST')));
    });
    req.end(call.body);
  });
}

class TookTooLong extends Error {}

const guarded = new WeakSet<Duplex>();

/**
 * Between a finished call and its return to the pool a socket belongs to nobody, and an error of it (the engine went
 * away just then) would be thrown at the whole process. The call has its answer; there is nothing to report.
 */
function guard(socket: Duplex): void {
  if (guarded.has(socket)) return;
  guarded.add(socket);
  socket.on('error', () => undefined);
}

async function readResult<T>(response: IncomingMessage): Promise<Result<T, Refusal>> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof value === 'object' && value !== null && 'ok' in value) return value as Result<T, Refusal>;
    return err({ kind: 'internal', text: 'The engine answered something that is no answer.' });
  } catch (cause) {
    if (cause instanceof SyntaxError)
      return err({ kind: 'internal', text: 'The engine answered something that is no answer.' });
    return err(absent(cause, true));
  }
}

function absent(cause: unknown, sent: boolean): Refusal {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT' || code === 'ECONNREFUSED')
    return { kind: 'engine-absent', text: 'The engine is not running. Nothing was done; try again when it is back.' };
  if (code === 'EACCES')
    return {
      kind: 'engine-absent',
      text: 'The engine runs as another user: its socket may not be opened. Nothing was done.',
    };
  const what = cause instanceof TookTooLong ? 'did not answer in time' : 'went away before it answered';
  const effect = sent ? ' What was asked for may have been done: look before you try again.' : '';
  return { kind: 'engine-absent', text: `The engine ${what}.${effect}` };
}
