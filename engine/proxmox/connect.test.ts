import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { generate } from 'selfsigned';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectProxmox, type ProxmoxSettings } from '@/engine/proxmox/connect';
import type { Proxmox } from '@/engine/proxmox/proxmox';
import { Secret } from '@/engine/secret';

type Handler = (req: IncomingMessage & { text: string }, res: ServerResponse) => void;
type Certificate = { private: string; cert: string };

const newCertificate = (): Promise<Certificate> =>
  generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });

let certificate: Certificate;
let other: Certificate;
const ends: (() => void)[] = [];
beforeAll(async () => {
  [certificate, other] = await Promise.all([newCertificate(), newCertificate()]);
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const fingerprintOf = async (pem: string) => {
  const { X509Certificate } = await import('node:crypto');
  return new X509Certificate(pem).fingerprint256;
};

async function serve(handler: Handler, use = certificate): Promise<{ url: string; server: Server; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer({ key: use.private, cert: use.cert }, (req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      seen.push(`${req.method} ${req.url}`);
      handler(Object.assign(req, { text: Buffer.concat(chunks).toString() }), res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://127.0.0.1:${address.port}`, server, seen };
}

async function connect(url: string, more: Partial<ProxmoxSettings> = {}): Promise<Proxmox> {
  const proxmox = connectProxmox({
    url,
    tokenId: 'wheelhouse@pve!engine',
    tokenSecret: new Secret('s3cret-uuid'),
    log: () => undefined,
    ...('ca' in more ? {} : { fingerprint: await fingerprintOf(certificate.cert) }),
    ...more,
  });
  ends.push(() => proxmox.close());
  return proxmox;
}

const json = (res: ServerResponse, status: number, body: unknown, reason?: string) => {
  res.writeHead(status, reason ?? '', { 'content-type': 'application/json;charset=UTF-8' });
  res.end(JSON.stringify(body));
};

describe('a good call', () => {
  test('sends the token and asks below /api2/json, without a body', async () => {
    const { url } = await serve((req, res) =>
      json(res, 200, {
        data: { auth: req.headers.authorization, url: req.url, type: req.headers['content-type'] ?? null },
      }),
    );
    const proxmox = await connect(url);
    expect(await proxmox.get('/version', { a: 'x;y=z' })).toEqual({
      ok: true,
      value: {
        auth: 'PVEAPIToken=wheelhouse@pve!engine=s3cret-uuid',
        url: '/api2/json/version?a=x%3By%3Dz',
        type: null,
      },
    });
  });

  test('encodes forms so that ; and = and + survive, and gives the length', async () => {
    const { url } = await serve((req, res) =>
      json(res, 200, {
        data: { text: req.text, length: req.headers['content-length'], te: req.headers['transfer-encoding'] },
      }),
    );
    const proxmox = await connect(url);
    const answer = await proxmox.send('PUT', '/nodes/pve/lxc/101/config', {
      tags: 'a;b',
      net0: 'name=eth0,ip=192.0.2.1/24',
      size: '+1G',
      description: 'ümlaut & 100 %',
    });
    const text =
      'tags=a%3Bb&net0=name%3Deth0%2Cip%3D192.0.2.1%2F24&size=%2B1G&description=%C3%BCmlaut%20%26%20100%20%25';
    expect(answer).toEqual({ ok: true, value: { text, length: String(text.length) } });
  });

  test('puts the parameters of DELETE into the query and sends no body', async () => {
    const { url } = await serve((req, res) => json(res, 200, { data: { url: req.url, text: req.text } }));
    const proxmox = await connect(url);
    expect(await proxmox.send('DELETE', '/nodes/pve/lxc/101', { purge: '1' })).toEqual({
      ok: true,
      value: { url: '/api2/json/nodes/pve/lxc/101?purge=1', text: '' },
    });
  });

  test('never logs the token or a parameter', async () => {
    const lines: string[] = [];
    const { url } = await serve((_req, res) => json(res, 500, { data: null, message: 'no\n' }));
    const proxmox = await connect(url, { log: (...line) => lines.push(JSON.stringify(line)) });
    await proxmox.send('POST', '/nodes/pve/lxc', { password: 'hunter22' }, { requestId: 'r-1' });
    await proxmox.get('/version', { q: 'hunter22' });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('"requestId":"r-1"');
    expect(lines[0]).toContain('"path":"/nodes/pve/lxc"');
    expect(lines.join()).not.toMatch(/hunter22|s3cret/);
  });
});

describe('refusals become the closed union', () => {
  const cases: [number, string | undefined, unknown, object][] = [
    [
      500,
      undefined,
      { data: null, message: "Configuration file 'nodes/pve/lxc/9.conf' does not exist\n" },
      { kind: 'not-found' },
    ],
    [500, 'CT 101 already running', { data: null }, { kind: 'conflict', text: 'CT 101 already running' }],
    [500, undefined, { data: null, message: 'VM 101 not running\n' }, { kind: 'conflict' }],
    [500, undefined, { message: "CT 101 already exists on node 'pve'\n" }, { kind: 'conflict' }],
    [
      500,
      undefined,
      { message: 'detected modified configuration - file changed by other user? Try again.\n' },
      { kind: 'conflict' },
    ],
    [500, undefined, { message: 'unable to destroy CT 102 - container is running\n' }, { kind: 'conflict' }],
    [500, undefined, { message: 'CT is locked (backup)\n' }, { kind: 'locked', text: 'CT is locked (backup)' }],
    [
      500,
      undefined,
      { message: "can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout\n" },
      { kind: 'locked' },
    ],
    [
      400,
      'Parameter verification failed.',
      { errors: { memory: "type check ('integer') failed\n" } },
      { kind: 'invalid', fields: { memory: "type check ('integer') failed" } },
    ],
    [
      500,
      undefined,
      { message: '400 Parameter verification failed.\nvmid: property is missing\n' },
      { kind: 'invalid', fields: { vmid: 'property is missing' } },
    ],
    [400, undefined, { errors: { upid: 'no such task\n' } }, { kind: 'not-found' }],
    [
      403,
      'Permission check failed (/vms/101, VM.Config.Memory)',
      { data: null },
      { kind: 'forbidden', text: 'Permission check failed (/vms/101, VM.Config.Memory)' },
    ],
    [
      500,
      undefined,
      { message: 'something broke at /usr/share/perl5/PVE/X.pm line 12.\n' },
      { kind: 'refused', status: 500, text: 'something broke' },
    ],
    [501, "Method 'GET /x' not implemented", { data: null }, { kind: 'refused', status: 501 }],
    [200, undefined, { nothing: 1 }, { kind: 'malformed', status: 200 }],
  ];
  test.each(cases)('%i %s %j', async (status, reason, body, expected) => {
    const { url } = await serve((_req, res) => json(res, status, body, reason));
    const proxmox = await connect(url);
    expect(await proxmox.get('/x')).toMatchObject({ ok: false, error: expected });
  });

  test('401 has no body: the text is the reason phrase', async () => {
    const { url } = await serve((_req, res) => {
      res.writeHead(401, 'Authentication failed!');
      res.end();
    });
    const proxmox = await connect(url);
    expect(await proxmox.get('/x')).toEqual({
      ok: false,
      error: { kind: 'unauthorized', text: 'Authentication failed!' },
    });
  });

  test('garbage is malformed, not a throw', async () => {
    const { url } = await serve((_req, res) => res.end('<html>hello'));
    const proxmox = await connect(url);
    expect(await proxmox.get('/x')).toMatchObject({ ok: false, error: { kind: 'malformed', status: 200 } });
  });
});

describe('the certificate', () => {
  test('another one than the pinned is refused with both fingerprints, and the token never leaves', async () => {
    const { url, seen } = await serve((_req, res) => json(res, 200, { data: 1 }), other);
    const proxmox = await connect(url);
    const answer = await proxmox.get('/version');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(answer.ok ? '' : answer.error.text).toContain(await fingerprintOf(certificate.cert));
    expect(answer.ok ? '' : answer.error.text).toContain(await fingerprintOf(other.cert));
    expect(seen).toEqual([]);
    expect(await proxmox.send('POST', '/x', { a: '1' })).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(seen).toEqual([]);
  });

  test('a pin may be written in any case, without colons', async () => {
    const { url } = await serve((_req, res) => json(res, 200, { data: 1 }));
    const fingerprint = (await fingerprintOf(certificate.cert)).replaceAll(':', '').toLowerCase();
    expect(await (await connect(url, { fingerprint })).get('/version')).toEqual({ ok: true, value: 1 });
  });

  test('a CA is checked', async () => {
    const { url } = await serve((_req, res) => json(res, 200, { data: 1 }));
    expect(await (await connect(url, { ca: certificate.cert })).get('/version')).toEqual({ ok: true, value: 1 });
    expect(await (await connect(url, { ca: other.cert })).get('/version')).toMatchObject({
      ok: false,
      error: { kind: 'unreachable' },
    });
  });

  test('with neither, a self-signed one is refused', async () => {
    const { url, seen } = await serve((_req, res) => json(res, 200, { data: 1 }));
    const answer = await (await connect(url, { fingerprint: undefined })).get('/version');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(seen).toEqual([]);
  });
});

describe('when the line is bad', () => {
  test('a read is asked again until it works', async () => {
    let n = 0;
    const { url } = await serve((req, res) => {
      n += 1;
      if (n < 3) req.socket.destroy();
      else json(res, 200, { data: n });
    });
    expect(await (await connect(url)).get('/x')).toEqual({ ok: true, value: 3 });
  });

  test('a kept connection that the server has closed costs a read nothing', async () => {
    const { url, server } = await serve((_req, res) => json(res, 200, { data: 1 }));
    const proxmox = await connect(url);
    await proxmox.get('/x');
    server.closeAllConnections();
    const began = Date.now();
    expect((await proxmox.get('/x')).ok).toBe(true);
    expect(Date.now() - began).toBeLessThan(120);
  });

  test('a write whose answer is lost is sent once, and says that it was sent', async () => {
    const { url, seen } = await serve((req) => void req.socket.destroy());
    const answer = await (await connect(url)).send('POST', '/nodes/pve/lxc/101/status/start');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'timeout', sent: true } });
    expect(seen).toEqual(['POST /api2/json/nodes/pve/lxc/101/status/start']);
  });

  test('a write without an answer ends as a timeout that was sent', async () => {
    const { url, seen } = await serve(() => undefined);
    const answer = await (await connect(url)).send('PUT', '/x', { a: '1' }, { timeoutMs: 300 });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'timeout', sent: true } });
    expect(seen).toHaveLength(1);
  });

  test('596 of a write may have been done; 595 was not', async () => {
    let status = 596;
    const { url } = await serve((_req, res) => {
      res.writeHead(status, 'Connection timed out');
      res.end();
    });
    const proxmox = await connect(url);
    expect(await proxmox.send('PUT', '/x')).toMatchObject({ ok: false, error: { kind: 'timeout', sent: true } });
    status = 595;
    expect(await proxmox.send('PUT', '/x')).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(await proxmox.get('/x', {}, { timeoutMs: 200 })).toMatchObject({
      ok: false,
      error: { kind: 'unreachable' },
    });
  });

  test('nobody there is unreachable, for a write too', async () => {
    const { url, server } = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const proxmox = await connect(url);
    expect(await proxmox.send('POST', '/x')).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(await proxmox.get('/x')).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });

  test('a TLS handshake that hangs is unreachable within the time', async () => {
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    ends.push(() => silent.close());
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const proxmox = await connect(`https://127.0.0.1:${port}`);
    expect(await proxmox.send('POST', '/x', {}, { timeoutMs: 200 })).toMatchObject({ error: { kind: 'unreachable' } });
    expect(await proxmox.get('/x', {}, { timeoutMs: 200 })).toMatchObject({ error: { kind: 'unreachable' } });
  });

  test('plain http is refused before anything is sent', async () => {
    expect(await (await connect('http://127.0.0.1:9')).get('/x')).toMatchObject({ error: { kind: 'unreachable' } });
  });

  test('an aborted call ends at once', async () => {
    const { url } = await serve(() => undefined);
    const abort = new AbortController();
    const asked = (await connect(url)).get('/x', {}, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('the user left')), 50);
    expect(await asked).toMatchObject({ ok: false, error: { text: expect.stringContaining('the user left') } });
  });
});

describe('at most two under way per node', () => {
  test('the third waits its turn, another node does not, and whoever gives up leaves the queue', async () => {
    const open: ServerResponse[] = [];
    const { url, seen } = await serve((_req, res) => void open.push(res));
    const proxmox = await connect(url);
    const tick = () => new Promise((resolve) => setTimeout(resolve, 80));
    const first = proxmox.get('/nodes/a/1');
    const second = proxmox.get('/nodes/a/2');
    const given = proxmox.send('POST', '/nodes/a/3', {}, { timeoutMs: 100 });
    const fourth = proxmox.get('/nodes/a/4');
    const elsewhere = proxmox.get('/nodes/b/1');
    await tick();
    expect(seen.toSorted()).toEqual([
      'GET /api2/json/nodes/a/1',
      'GET /api2/json/nodes/a/2',
      'GET /api2/json/nodes/b/1',
    ]);
    expect(await given).toMatchObject({ ok: false, error: { kind: 'timeout', sent: false } });
    for (const res of open.splice(0)) json(res, 200, { data: 1 });
    await tick();
    expect(seen.at(-1)).toBe('GET /api2/json/nodes/a/4');
    for (const res of open.splice(0)) json(res, 200, { data: 1 });
    expect((await Promise.all([first, second, fourth, elsewhere])).every((answer) => answer.ok)).toBe(true);
    expect(seen).toHaveLength(4);
  });
});

describe('a task is followed to its end', () => {
  const upid = 'UPID:pve:00000161:000516D8:6B036BBB:vzstart:102:root@pam!panel:';
  const playing = (states: { status: unknown; log: unknown; code?: number }[]) => {
    let at = 0;
    return serve((req, res) => {
      const state = states[Math.min(at, states.length - 1)];
      const path = new URL(req.url ?? '', 'https://x');
      if (path.pathname.endsWith('/log')) {
        at += 1;
        const start = Number(path.searchParams.get('start'));
        const log = state?.log;
        return json(res, 200, { data: Array.isArray(log) ? log.slice(start) : log });
      }
      json(res, state?.code ?? 200, state?.code ? { errors: state.status } : { data: state?.status });
    });
  };
  const lines = (...texts: string[]) => texts.map((t, i) => ({ n: i + 1, t }));

  test('reads the log as it grows', async () => {
    const { url } = await playing([
      { status: { status: 'running' }, log: lines('one') },
      { status: { status: 'running' }, log: lines('one', 'two') },
      { status: { status: 'stopped', exitstatus: 'OK' }, log: lines('one', 'two', 'TASK OK') },
    ]);
    const parts: string[][] = [];
    const end = await (await connect(url)).waitForTask(upid, { onLog: (part) => parts.push(part) });
    expect(end).toEqual({
      ok: true,
      value: { exitStatus: 'OK', ok: true, warnings: 0, log: ['one', 'two', 'TASK OK'] },
    });
    expect(parts).toEqual([['one'], ['two'], ['TASK OK']]);
  });

  test('warnings are a success, anything else is not', async () => {
    const warned = await playing([{ status: { status: 'stopped', exitstatus: 'WARNINGS: 2' }, log: [] }]);
    expect(await (await connect(warned.url)).waitForTask(upid)).toMatchObject({ value: { ok: true, warnings: 2 } });
    const failed = await playing([{ status: { status: 'stopped', exitstatus: 'CT is locked (backup)' }, log: [] }]);
    expect(await (await connect(failed.url)).waitForTask(upid)).toMatchObject({
      ok: true,
      value: { ok: false, exitStatus: 'CT is locked (backup)' },
    });
  });

  test('a missing log file comes as an object, and is no line', async () => {
    const { url } = await playing([
      { status: { status: 'stopped', exitstatus: 'OK' }, log: { n: 1, t: 'unable to open file' } },
    ]);
    expect(await (await connect(url)).waitForTask(upid)).toMatchObject({ ok: true, value: { ok: true, log: [] } });
  });

  test('a task that vanished is an answer', async () => {
    const { url } = await playing([
      { status: { status: 'running' }, log: [] },
      { status: { upid: 'no such task\n' }, log: [], code: 400 },
    ]);
    expect(await (await connect(url)).waitForTask(upid)).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  test('what is no task id is not asked for', async () => {
    const { url, seen } = await serve((_req, res) => json(res, 200, { data: 1 }));
    expect(await (await connect(url)).waitForTask('UPID:pve:nonsense')).toMatchObject({ error: { kind: 'invalid' } });
    expect(seen).toEqual([]);
  });
});
