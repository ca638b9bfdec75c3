import type { ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectProxmox, type ProxmoxSettings } from '@/engine/proxmox/connect';
import type { Proxmox } from '@/engine/proxmox/proxmox';
import {
  type Certificate,
  type Handler,
  answerJson as json,
  newCertificate,
  scriptedProxmox,
} from '@/engine/proxmox/scripted-proxmox';
import { Secret } from '@/engine/secret';

let certificate: Certificate;
let other: Certificate;
const ends: (() => void)[] = [];
beforeAll(async () => {
  [certificate, other] = await Promise.all([newCertificate(), newCertificate()]);
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function serve(handler: Handler, use = certificate) {
  const scripted = await scriptedProxmox(use, handler);
  ends.push(scripted.close);
  return scripted;
}

function connect(url: string, more: Partial<ProxmoxSettings> = {}): Proxmox {
  const proxmox = connectProxmox({
    url,
    tokenId: 'wheelhouse@pve!engine',
    tokenSecret: new Secret('s3cret-uuid'),
    log: () => undefined,
    ...('ca' in more ? {} : { fingerprint: certificate.fingerprint }),
    ...more,
  });
  ends.push(() => proxmox.close());
  return proxmox;
}

describe('a good call', () => {
  test('sends the token and asks below /api2/json, without a body', async () => {
    const { url } = await serve((req, res) =>
      json(res, 200, {
        data: { auth: req.headers.authorization, url: req.url, type: req.headers['content-type'] ?? null },
      }),
    );
    const proxmox = connect(url);
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
    const proxmox = connect(url);
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
    const proxmox = connect(url);
    expect(await proxmox.send('DELETE', '/nodes/pve/lxc/101', { purge: '1' })).toEqual({
      ok: true,
      value: { url: '/api2/json/nodes/pve/lxc/101?purge=1', text: '' },
    });
  });

  test('never logs the token or a parameter', async () => {
    const lines: string[] = [];
    const { url } = await serve((_req, res) => json(res, 500, { data: null, message: 'no\n' }));
    const proxmox = connect(url, { log: (...line) => lines.push(JSON.stringify(line)) });
    await proxmox.send('POST', '/nodes/pve/lxc', { password: 'hunter22' }, { requestId: 'r-1' });
    await proxmox.get('/version', { q: 'hunter22' });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('"requestId":"r-1"');
    expect(lines[0]).toContain('"path":"/nodes/pve/lxc"');
    expect(lines.join()).not.toMatch(/hunter22|s3cret/);
  });
});

describe('the certificate', () => {
  test('another one than the pinned is refused with both fingerprints, and the token never leaves', async () => {
    const { url, seen } = await serve((_req, res) => json(res, 200, { data: 1 }), other);
    const proxmox = connect(url);
    const answer = await proxmox.get('/version');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(answer.ok ? '' : answer.error.text).toContain(certificate.fingerprint);
    expect(answer.ok ? '' : answer.error.text).toContain(other.fingerprint);
    expect(seen).toEqual([]);
    expect(await proxmox.send('POST', '/x', { a: '1' })).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(seen).toEqual([]);
  });

  test('a pin may be written in any case, without colons', async () => {
    const { url } = await serve((_req, res) => json(res, 200, { data: 1 }));
    const fingerprint = certificate.fingerprint.replaceAll(':', '').toLowerCase();
    const proxmox = connect(url, { fingerprint });
    expect(await proxmox.get('/version')).toEqual({ ok: true, value: 1 });
    expect(proxmox.certificate()).toEqual({ trustedBy: 'fingerprint', fingerprint: certificate.fingerprint });
  });

  test('a CA is checked', async () => {
    const { url } = await serve((_req, res) => json(res, 200, { data: 1 }));
    const proxmox = connect(url, { ca: certificate.pem });
    expect(proxmox.certificate()).toEqual({ trustedBy: 'ca', fingerprint: null });
    expect(await proxmox.get('/version')).toEqual({ ok: true, value: 1 });
    expect(proxmox.certificate()).toEqual({ trustedBy: 'ca', fingerprint: certificate.fingerprint });
    expect(await connect(url, { ca: other.pem }).get('/version')).toMatchObject({
      ok: false,
      error: { kind: 'unreachable' },
    });
  });

  test('with neither, a self-signed one is refused', async () => {
    const { url, seen } = await serve((_req, res) => json(res, 200, { data: 1 }));
    const answer = await connect(url, { fingerprint: undefined }).get('/version');
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
    expect(await connect(url).get('/x')).toEqual({ ok: true, value: 3 });
  });

  test('a kept connection that the server has closed costs a read nothing', async () => {
    const { url, server } = await serve((_req, res) => json(res, 200, { data: 1 }));
    const proxmox = connect(url);
    await proxmox.get('/x');
    server.closeAllConnections();
    const began = Date.now();
    expect((await proxmox.get('/x')).ok).toBe(true);
    expect(Date.now() - began).toBeLessThan(120);
  });

  test('a write whose answer is lost is sent once, and says that it was sent', async () => {
    const { url, seen } = await serve((req) => void req.socket.destroy());
    const answer = await connect(url).send('POST', '/nodes/pve/lxc/101/status/start');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'timeout', sent: true } });
    expect(seen).toEqual(['POST /api2/json/nodes/pve/lxc/101/status/start']);
  });

  test('a write without an answer ends as a timeout that was sent', async () => {
    const { url, seen } = await serve(() => undefined);
    const answer = await connect(url).send('PUT', '/x', { a: '1' }, { timeoutMs: 300 });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'timeout', sent: true } });
    expect(seen).toHaveLength(1);
  });

  test('596 of a write may have been done; 595 was not', async () => {
    let status = 596;
    const { url } = await serve((_req, res) => {
      res.writeHead(status, 'Connection timed out');
      res.end();
    });
    const proxmox = connect(url);
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
    const proxmox = connect(url);
    expect(await proxmox.send('POST', '/x')).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(await proxmox.get('/x')).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });

  test('a TLS handshake that hangs is unreachable within the time', async () => {
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    ends.push(() => silent.close());
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const proxmox = connect(`https://127.0.0.1:${port}`);
    expect(await proxmox.send('POST', '/x', {}, { timeoutMs: 200 })).toMatchObject({ error: { kind: 'unreachable' } });
    expect(await proxmox.get('/x', {}, { timeoutMs: 200 })).toMatchObject({ error: { kind: 'unreachable' } });
  });

  test('plain http is refused before anything is sent', async () => {
    expect(await connect('http://127.0.0.1:9').get('/x')).toMatchObject({ error: { kind: 'unreachable' } });
  });

  test('an aborted call ends at once', async () => {
    const { url } = await serve(() => undefined);
    const abort = new AbortController();
    const asked = connect(url).get('/x', {}, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('the user left')), 50);
    expect(await asked).toMatchObject({ ok: false, error: { text: expect.stringContaining('the user left') } });
  });
});

describe('at most two under way per node', () => {
  test('the third waits its turn, another node does not, and whoever gives up leaves the queue', async () => {
    const open: ServerResponse[] = [];
    const { url, seen } = await serve((_req, res) => void open.push(res));
    const proxmox = connect(url);
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

  test('a call of no node counts for each of them, and is not passed by those behind it', async () => {
    const open: ServerResponse[] = [];
    const { url, seen } = await serve((_req, res) => void open.push(res));
    const proxmox = connect(url);
    const tick = () => new Promise((resolve) => setTimeout(resolve, 80));
    const all = [
      ...[proxmox.get('/nodes/a/1'), proxmox.get('/cluster/1')],
      ...[proxmox.get('/nodes/a/2'), proxmox.get('/cluster/2'), proxmox.get('/nodes/b/1')],
    ];
    await tick();
    expect(seen.toSorted()).toEqual(['GET /api2/json/cluster/1', 'GET /api2/json/nodes/a/1']);
    for (const res of open.splice(0)) json(res, 200, { data: 1 });
    await tick();
    expect(seen.slice(2).toSorted()).toEqual([
      'GET /api2/json/cluster/2',
      'GET /api2/json/nodes/a/2',
      'GET /api2/json/nodes/b/1',
    ]);
    for (const res of open.splice(0)) json(res, 200, { data: 1 });
    expect((await Promise.all(all)).every((answer) => answer.ok)).toBe(true);
  });

  test('a write that waited its turn has its whole time for the answer', async () => {
    const { url } = await serve((_req, res) => void setTimeout(() => json(res, 200, { data: 1 }), 300));
    const proxmox = connect(url, { maxInFlightPerNode: 1 });
    const first = proxmox.get('/nodes/a/1');
    const second = proxmox.send('POST', '/nodes/a/2', {}, { timeoutMs: 450 });
    expect(await first).toEqual({ ok: true, value: 1 });
    expect(await second).toEqual({ ok: true, value: 1 });
  });
});

describe('the circuit breaker', () => {
  test('a silent node is left alone, another is not, and it is asked again when it answers', async () => {
    let silent = true;
    const { url, seen } = await serve((req, res) => {
      if (silent && req.url?.includes('/nodes/down/')) req.socket.destroy();
      else json(res, 200, { data: 1 });
    });
    const proxmox = connect(url);
    await Promise.all([proxmox.get('/nodes/down/a'), proxmox.get('/nodes/down/b')]);
    const asked = seen.length;
    expect(await proxmox.get('/nodes/down/c')).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', text: expect.stringContaining('down was silent') },
    });
    expect(await proxmox.send('POST', '/nodes/down/lxc/101/status/start')).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', text: expect.stringMatching(/^nothing was sent: .*asked again in 1 s$/) },
    });
    expect(seen).toHaveLength(asked);
    expect(await proxmox.get('/nodes/up/a')).toEqual({ ok: true, value: 1 });

    silent = false;
    await new Promise((later) => setTimeout(later, 1_100));
    expect(await proxmox.get('/nodes/down/d')).toEqual({ ok: true, value: 1 });
    expect(await proxmox.send('POST', '/nodes/down/lxc/101/status/start')).toEqual({ ok: true, value: 1 });
  });

  test('refusals are answers and open nothing', async () => {
    const { url, seen } = await serve((_req, res) => json(res, 500, { data: null, message: 'no' }));
    const proxmox = connect(url);
    for (let i = 0; i < 12; i += 1) await proxmox.get('/nodes/pve/x');
    expect(seen).toHaveLength(12);
  });
});
