import { fork } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLiveMap, type LiveMap } from '@/engine/live/live-map';
import { callEngine, openLive } from '@/engine/rpc/client';
import type { Credential } from '@/engine/rpc/contract';
import { parseInput } from '@/engine/rpc/parse-input';
import { createRpcServer, type RpcServer, type RpcServerOptions } from '@/engine/rpc/server';
import { err, ok } from '@/lib/result';

let directory: string;
let socketPath: string;
let live: LiveMap;
let logged: string[];
const servers: RpcServer[] = [];
const session: Credential = { kind: 'session', id: 's1' };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rpc-'));
  socketPath = join(directory, 'data', 'engine.sock');
  live = createLiveMap();
  logged = [];
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  live.close();
  rmSync(directory, { recursive: true, force: true });
});

async function start(options: Partial<RpcServerOptions> = {}) {
  const made = await createRpcServer({
    socketPath,
    handle: async (verb, credential, input, meta) => {
      const parsed = parseInput(verb, input);
      return parsed.ok ? ok({ verb, credential, input: parsed.value, meta }) : parsed;
    },
    authorizeLive: async () => ok({ userId: 1 }),
    live,
    log: (level, text, fields) =>
      logged.push(JSON.stringify([level, text, fields], (_k, v) => (v instanceof Error ? v.message : v))),
    ...options,
  });
  if (made.ok) servers.push(made.value);
  return made;
}

const call = (input = { vmid: 107 }) =>
  callEngine('getContainer', input, { credential: session, requestId: 'r-1', socketPath });

/** A request without the client, to send what the client would not. */
function raw(path: string, body: string, method = 'POST'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const req = request({ socketPath, path, method, headers: { 'content-length': Buffer.byteLength(body) } }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    req.on('socket', (socket) => socket.on('error', () => undefined));
    req.on('error', reject);
    req.end(body);
  });
}

describe('calls', () => {
  test('reach the verb with credential, parsed input and request id', async () => {
    await start();
    expect(await call()).toEqual({
      ok: true,
      value: { verb: 'getContainer', credential: session, input: { vmid: 107 }, meta: { requestId: 'r-1' } },
    });
  });

  test('a refusal comes through whole', async () => {
    await start({ handle: async () => err({ kind: 'conflict', text: 'glance is being restarted.' }) });
    expect(await call()).toEqual({ ok: false, error: { kind: 'conflict', text: 'glance is being restarted.' } });
  });

  test('input that the contract refuses is told by its field', async () => {
    await start();
    const answer = await call({ vmid: 7 });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'invalid', fields: [{ field: 'vmid', given: '7' }] } });
  });

  test('what is secret is not repeated in a refusal', async () => {
    await start();
    const short = await raw(
      '/rpc/addUser',
      JSON.stringify({ credential: session, input: { name: 'a', role: 'admin', password: 'hunter2' } }),
    );
    expect(short.status).toBe(400);
    expect(JSON.parse(short.body)).toMatchObject({ error: { fields: [{ field: 'password', given: '***' }] } });
    const odd = await raw(
      '/rpc/signIn',
      JSON.stringify({ credential: session, input: { name: 'a', password: 'hunter2', from: '', x: 1 } }),
    );
    expect(JSON.parse(odd.body)).toMatchObject({
      error: { fields: [{ given: '***' }] },
    });
    expect(short.body + odd.body + logged.join()).not.toContain('hunter2');
  });

  test('bad envelopes, unknown verbs and too much are refused', async () => {
    await start();
    const kindOf = async (...args: Parameters<typeof raw>) => {
      const { status, body } = await raw(...args);
      return [status, (JSON.parse(body) as { error: { kind: string } }).error.kind];
    };
    expect(await kindOf('/rpc/getContainer', '{"credential":')).toEqual([400, 'invalid']);
    expect(await kindOf('/rpc/getContainer', '{"credential":{"kind":"root"},"input":{}}')).toEqual([400, 'invalid']);
    expect(await kindOf('/rpc/dropTables', '{}')).toEqual([404, 'not-found']);
    expect(await kindOf('/rpc/toString', '{}')).toEqual([404, 'not-found']);
    expect(await kindOf('/rpc/getContainer', '', 'GET')).toEqual([404, 'not-found']);
    expect(await kindOf('/rpc/getContainer', `"${'x'.repeat(2 ** 20)}"`)).toEqual([400, 'invalid']);
  });

  test('a bug is told as one, with the request id and without its text', async () => {
    await start({
      handle: async () => {
        throw new Error('undefined is not a spoon');
      },
    });
    const answer = await call();
    expect(answer).toMatchObject({ ok: false, error: { kind: 'internal', text: expect.stringContaining('r-1') } });
    expect(JSON.stringify(answer)).not.toContain('spoon');
    expect(logged.join()).toContain('spoon');
  });
});

describe('the socket', () => {
  test('only its owner may open it', async () => {
    await start();
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700);
  });

  test('a directory that others could enter is closed to them', async () => {
    chmodSync(directory, 0o755);
    socketPath = join(directory, 'engine.sock');
    await start();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  test('a second engine does not start, and the first goes on', async () => {
    await start();
    const second = await start();
    expect(second).toMatchObject({ ok: false, error: expect.stringContaining('another engine is running') });
    expect((await call()).ok).toBe(true);
  });

  test('the socket of an engine that was killed is replaced', async () => {
    socketPath = join(directory, 'engine.sock');
    const script = join(directory, 'die.cjs');
    writeFileSync(script, `require('node:net').createServer().listen(process.argv[2], () => process.send('up'));`);
    const child = fork(script, [socketPath]);
    await new Promise((resolve) => child.once('message', resolve));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(existsSync(socketPath)).toBe(true);
    expect((await start()).ok).toBe(true);
    expect((await call()).ok).toBe(true);
  });

  test("somebody's file is left alone, and a path too long is said", async () => {
    socketPath = join(directory, 'engine.sock');
    writeFileSync(socketPath, 'mine');
    expect(await start()).toMatchObject({ ok: false, error: expect.stringContaining('is no socket') });
    expect(existsSync(socketPath)).toBe(true);
    socketPath = join(directory, 'x'.repeat(120), 'engine.sock');
    expect(await start()).toMatchObject({ ok: false, error: expect.stringContaining('longer than') });
  });

  test('close removes it', async () => {
    await start();
    await servers.splice(0)[0]?.close();
    expect(existsSync(socketPath)).toBe(false);
  });
});

describe('an engine that is not there', () => {
  test('is a refusal with a sentence, for calls and for the stream', async () => {
    const expected = { ok: false, error: { kind: 'engine-absent', text: expect.stringContaining('not running') } };
    expect(await call()).toMatchObject(expected);
    expect(await openLive({ credential: session, lastEventId: null, requestId: 'r', socketPath })).toMatchObject(
      expected,
    );
  });

  test('one that dies while it works says that it may have been done', async () => {
    socketPath = join(directory, 'engine.sock');
    const dying = createServer((req) => req.socket.destroy());
    await new Promise<void>((resolve) => dying.listen(socketPath, resolve));
    expect(await call()).toMatchObject({
      error: { kind: 'engine-absent', text: expect.stringContaining('may have been done') },
    });
    dying.close();
  });

  test('a stream that the caller gives up is closed at the engine, and no error is thrown', async () => {
    await start();
    const giveUp = new AbortController();
    const opened = await openLive({
      credential: session,
      lastEventId: null,
      requestId: 'r',
      socketPath,
      signal: giveUp.signal,
    });
    if (!opened.ok) throw new Error(opened.error.text);
    let closed = false;
    opened.value
      .on('error', () => undefined)
      .on('close', () => {
        closed = true;
      });
    giveUp.abort();
    await until(() => closed);
  });

  test('one that talks nonsense is an internal refusal', async () => {
    socketPath = join(directory, 'engine.sock');
    const odd = createNetServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello'));
    await new Promise<void>((resolve) => odd.listen(socketPath, resolve));
    expect(await call()).toMatchObject({ error: { kind: 'internal' } });
    odd.close();
  });
});

describe('the stream', () => {
  const openStream = (lastEventId: number | null = null, signal?: AbortSignal) =>
    openLive({ credential: session, lastEventId, requestId: 'r', signal, socketPath });

  test('passes on the bytes of the map, and resumes by id', async () => {
    await start();
    live.apply(new Map([['a', 1]]));
    const opened = await openStream();
    if (!opened.ok) throw new Error(opened.error.text);
    const chunks: string[] = [];
    opened.value.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    await until(() => chunks.join('').includes('event: snapshot'));
    const seen = live.version();
    live.apply(new Map([['a', 2]]));
    await until(() => chunks.join('').includes('event: delta'));
    opened.value.destroy();
    live.apply(new Map([['a', 3]]));

    const resumed = await openStream(seen + 1);
    if (!resumed.ok) throw new Error(resumed.error.text);
    const again: string[] = [];
    resumed.value.on('data', (chunk: Buffer) => again.push(chunk.toString()));
    await until(() => again.length > 0);
    expect(again.join('')).toContain(`id: ${seen + 2}\nevent: delta\n`);
    expect(again.join('')).not.toContain('snapshot');
    resumed.value.destroy();
  });

  test('is refused to whoever may not see it', async () => {
    await start({ authorizeLive: async () => err({ kind: 'unauthenticated', text: 'Sign in first.' }) });
    expect(await openStream()).toEqual({ ok: false, error: { kind: 'unauthenticated', text: 'Sign in first.' } });
  });

  test('ends when the credential is no longer good', async () => {
    let good = true;
    await start({
      authorizeLive: async () => (good ? ok({ userId: 1 }) : err({ kind: 'unauthenticated', text: 'no' })),
      reauthoriseEveryMs: 30,
    });
    const opened = await openStream();
    if (!opened.ok) throw new Error(opened.error.text);
    let ended = false;
    opened.value.resume().on('end', () => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(ended).toBe(false);
    good = false;
    await until(() => ended);
  });

  test('a reader that stops reading is dropped, and does not hold the others up', async () => {
    await start();
    const slow = await openStream();
    const quick = await openStream();
    if (!slow.ok || !quick.ok) throw new Error('not opened');
    slow.value.pause();
    let closed = false;
    let bytes = 0;
    quick.value.on('data', (chunk: Buffer) => (bytes += chunk.length));
    slow.value.on('error', () => undefined).on('close', () => (closed = true));
    for (let n = 0; n < 24; n += 1) {
      live.apply(new Map([['big', `${n}${'x'.repeat(2 ** 20)}`]]));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(() => bytes >= 24 * 2 ** 20);
    slow.value.resume();
    await until(() => closed);
    quick.value.destroy();
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 500; n += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(condition()).toBe(true);
}
