/** What FACTS says and no scenario of the conformance kit asks, over the real protocol. */
import { createHash, randomBytes } from 'node:crypto';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { client, labSimulator, signedIn } from '@/simulator/testing';

const started = labSimulator({ timeScale: 50 });
afterEach(() => started.reset());
type Row = Record<string, unknown>;

test('pools with a slash are read by query, and take containers that are not there', async () => {
  const { send, get } = await started.root();
  expect((await send('POST', '/pools', { poolid: 'home' })).status).toBe(200);
  expect((await send('POST', '/pools', { poolid: 'home/media' })).status).toBe(200);
  expect((await send('PUT', '/pools', { poolid: 'home/media', vms: '107,998' })).status).toBe(200);
  const { data } = await get<{ members: Row[] }[]>('/pools?poolid=home%2Fmedia');
  expect(data[0]?.members.map((one) => one.vmid)).toEqual([107]);
  expect((await send('PUT', '/pools', { poolid: 'home/media', vms: '107' })).status).toBe(500);
  const refused = await send('DELETE', '/pools?poolid=home%2Fmedia');
  expect(refused.statusText).toContain('is not empty (contains VM 107)');
});

test('security groups: a new name goes into the rules; more than 18 characters is none', async () => {
  const { send, get } = await started.root();
  await send('POST', '/cluster/firewall/groups', { group: 'web' });
  const path = '/nodes/pve/lxc/119/firewall/rules';
  await send('POST', path, { type: 'group', action: 'web', enable: '1' });
  expect((await send('POST', '/cluster/firewall/groups', { group: 'www', rename: 'web' })).status).toBe(200);
  expect((await get<Row[]>(path)).data[0]).toMatchObject({ type: 'group', action: 'www' });
  expect((await send('POST', '/cluster/firewall/groups', { group: 'a'.repeat(19) })).errors?.group).toBe(
    'value may only be 18 characters long\n',
  );
  expect((await send('POST', path, { type: 'group', action: 'nosuch' })).status).toBe(200);
});

test('aliases: any case, gone although in use, and the rule says what is missing', async () => {
  const { send, get } = await started.root();
  await send('POST', '/cluster/firewall/aliases', { name: 'Nas', cidr: '192.168.0.9' });
  const path = '/nodes/pve/lxc/119/firewall/rules';
  expect((await send('POST', path, { type: 'in', action: 'ACCEPT', source: 'dc/nas' })).status).toBe(200);
  expect((await send('PUT', '/cluster/firewall/aliases/NAS', { comment: 'x' })).errors).toHaveProperty('cidr');
  expect((await send('DELETE', '/cluster/firewall/aliases/nas')).status).toBe(200);
  expect((await send('DELETE', '/cluster/firewall/aliases/nas')).status).toBe(200);
  expect((await get<{ errors?: Row }[]>(path)).data[0]?.errors).toHaveProperty('source');
});

test('ipsets: renamed, not deleted while full, entries by their encoded network', async () => {
  const { send, get } = await started.root();
  const path = '/cluster/firewall/ipset';
  await send('POST', path, { name: 'lan' });
  await send('POST', `${path}/lan`, { cidr: '192.0.2.0/24' });
  expect((await send('POST', path, { name: 'net', rename: 'lan' })).status).toBe(200);
  expect((await get<Row>(`${path}/net/192.0.2.0%2F24`)).data).toMatchObject({ cidr: '192.0.2.0/24' });
  expect((await send('DELETE', `${path}/net`)).statusText).toBe("IPSet 'net' is not empty");
  expect((await send('DELETE', `${path}/net/198.51.100.0%2F24`)).status).toBe(200);
  expect((await send('DELETE', `${path}/net?force=1`)).status).toBe(200);
});

test('rules move before the one at their target; positions beyond the end are refused', async () => {
  const { send, get } = await started.root();
  const path = '/nodes/pve/lxc/998/firewall/rules';
  expect((await get<Row[]>(path)).data).toEqual([]);
  for (const comment of ['c', 'b', 'a']) await send('POST', path, { type: 'in', action: 'DROP', comment, pos: '2' });
  const order = async () => (await get<Row[]>(path)).data.map((one) => one.comment).join('');
  expect(await order()).toBe('abc');
  await send('PUT', `${path}/0`, { moveto: '2', comment: 'ignored' });
  expect(await order()).toBe('bac');
  await send('PUT', `${path}/0`, { moveto: '99' });
  expect(await order()).toBe('acb');
  expect((await send('DELETE', `${path}/9`)).statusText).toBe('no rule at position 9');
});

test('without rights lists are empty, not forbidden; a node has no figures', async () => {
  const root = await started.root();
  await root.send('POST', '/access/users', { userid: 'guest@pve', password: 'guest-password' });
  const { get } = await signedIn(await started.simulator(), 'guest@pve', 'guest-password');
  for (const path of ['/nodes/pve/lxc', '/nodes/pve/storage', '/nodes/pve/tasks', '/pools', '/access/acl'])
    expect({ path, ...(await get<unknown[]>(path)) }).toMatchObject({ path, status: 200, data: [] });
  expect((await get<Row[]>('/nodes')).data[0]).not.toHaveProperty('cpu');
  expect((await get<Row[]>('/cluster/resources')).data.map((one) => one.type)).toEqual(['node']);
  expect((await get<unknown[]>('/nodes/pve/aplinfo')).data.length).toBeGreaterThan(0);
  expect((await get('/nodes/pve/lxc/107/config')).statusText).toBe('Permission check failed (/vms/107, VM.Audit)');
});

test('a token of root is not root, and one that is separated has what both have', async () => {
  const root = await started.root();
  const made = async (tokenid: string, form: Record<string, string>) => {
    const path = `/access/users/root@pam/token/${tokenid}`;
    const { data } = await root.send<{ value: string; info: Row }>('POST', path, form);
    return { info: data.info, as: client(await started.simulator(), `PVEAPIToken=root@pam!${tokenid}=${data.value}`) };
  };
  const full = await made('full', { privsep: '0' });
  expect(full.info.privsep).toBe('0');
  const path = '/nodes/pve/lxc/119/config';
  expect((await full.as.send('PUT', path, { cores: '2' })).status).toBe(200);
  expect((await full.as.send('PUT', path, { mp3: '/srv,mp=/srv' })).statusText).toContain(
    'mount point type bind is only allowed for root@pam',
  );
  expect((await full.as.send('PUT', path, { features: 'keyctl=1' })).status).toBe(403);
  expect((await full.as.send('POST', '/nodes/pve/lxc/119/status/stop', { skiplock: '1' })).errors).toEqual({
    skiplock: 'Only root may use this option.\n',
  });
  expect(
    (await full.as.send('PUT', '/access/password', { userid: 'root@pam', password: 'longenough' })).statusText,
  ).toBe("Permission check failed (URI '/access/password' not available with API token, need proper ticket.");
  const separated = await made('apart', {});
  expect((await separated.as.get<unknown[]>('/nodes/pve/lxc')).data).toEqual([]);
  expect((await separated.as.get<Row>('/access/permissions')).data).toEqual({});
  expect((await root.send('PUT', path, { mp3: '/srv,mp=/srv' })).status).toBe(200);
});

test('storages are made, changed and forgotten', async () => {
  const { send, get } = await started.root();
  expect((await send('POST', '/storage', { storage: 'tank', type: 'dir' })).errors).toHaveProperty('path');
  const made = await send('POST', '/storage', { storage: 'tank', type: 'dir', path: '/tank', content: 'rootdir' });
  expect(made.data).toEqual({ storage: 'tank', type: 'dir' });
  expect((await send('POST', '/storage', { storage: 'tank', type: 'dir', path: '/t' })).status).toBe(500);
  await send('PUT', '/storage/tank', { disable: '1' });
  expect((await get<Row>('/nodes/pve/storage/tank/status')).data).toMatchObject({ enabled: 0, active: 0 });
  expect((await send('DELETE', '/storage/tank')).status).toBe(200);
  expect((await get('/storage/tank')).status).toBe(500);
});

test('retention marks and removes backups, but protected ones', async () => {
  const { send, get, task } = await started.root();
  const extras: Record<string, string>[] = [{ protected: '1' }, {}, {}];
  for (const extra of extras) {
    const form = { vmid: '119', storage: 'local', compress: 'zstd', remove: '0', ...extra };
    expect((await task((await send<string>('POST', '/nodes/pve/vzdump', form)).data)).exitstatus).toBe('OK');
  }
  const path = '/nodes/pve/storage/local/prunebackups';
  const rule = 'prune-backups=keep-last%3D1';
  const marks = (await get<Row[]>(`${path}?${rule}`)).data.map((one) => one.mark).sort();
  expect(marks).toEqual(['keep', 'protected', 'remove']);
  const { data: upid } = await send<string>('DELETE', `${path}?${rule}`);
  expect(upid).toContain(':prunebackups:');
  expect((await task(upid)).exitstatus).toBe('OK');
  expect((await get<Row[]>('/nodes/pve/storage/local/content?content=backup')).data).toHaveLength(2);
});

test('which guests no job saves, and what a job takes of each', async () => {
  const { send, get } = await started.root();
  await send('POST', '/cluster/backup', { id: 'nightly', vmid: '107,119', schedule: 'sat 02:30', storage: 'local' });
  const missing = (await get<Row[]>('/cluster/backup-info/not-backed-up')).data.map((one) => one.vmid);
  expect(missing).toHaveLength(28);
  const { data } = await get<{ children: { id: number; children: Row[] }[] }>(
    '/cluster/backup/nightly/included_volumes',
  );
  expect(data.children.map((one) => one.id)).toEqual([107, 119]);
  expect(data.children[0]?.children.find((one) => one.id === 'mp0')).toMatchObject({ included: 0 });
});

test('services stop and start by tasks', async () => {
  const { send, get, task } = await started.root();
  const state = async () => (await get<Row>('/nodes/pve/services/pve-firewall/state')).data.state;
  const stopped = await send<string>('POST', '/nodes/pve/services/pve-firewall/stop');
  expect((await task(stopped.data)).exitstatus).toBe('OK');
  expect(await state()).toBe('dead');
  await task((await send<string>('POST', '/nodes/pve/services/pve-firewall/restart')).data);
  expect(await state()).toBe('running');
});

test('history of a new container begins when it was made', async () => {
  const { send, get, task } = await started.root();
  const template = (await get<{ volid: string }[]>('/nodes/pve/storage/local/content?content=vztmpl')).data[0]?.volid;
  const form = { vmid: '900', ostemplate: template ?? '', rootfs: 'local-lvm:1' };
  await task((await send<string>('POST', '/nodes/pve/lxc', form)).data);
  const { data } = await get<Row[]>('/nodes/pve/lxc/900/rrddata?timeframe=hour');
  expect(data).toHaveLength(70);
  expect(Object.keys(data[0] ?? {})).toEqual(['time']);
  expect(Object.keys((await get<Row[]>('/nodes/pve/lxc/107/rrddata?timeframe=hour')).data[0] ?? {})).toContain('netin');
});

test('extjs answers refusals with 200; unknown formats are a text', async () => {
  const simulator = await started.simulator();
  const raw = (path: string) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const headers = { Authorization: `PVEAPIToken=${simulator.token.id}=${simulator.token.secret}` };
      https
        .get({ host: '127.0.0.1', port: simulator.port, ca: simulator.ca, agent: false, path, headers }, (response) => {
          let body = '';
          response.on('data', (chunk) => (body += String(chunk)));
          response.on('end', () => resolve({ status: response.statusCode, body }));
        })
        .on('error', reject);
    });
  const refused = await raw('/api2/extjs/nodes/pve/lxc/999/config');
  expect(refused.status).toBe(200);
  expect(JSON.parse(refused.body)).toMatchObject({ success: 0, status: 500, data: null });
  expect(JSON.parse((await raw('/api2/extjs/cluster/resources?type=vm')).body)).toMatchObject({ success: 1 });
  expect((await raw('/api2/nope/version')).status).toBe(501);
  expect(JSON.parse((await raw('/api2/json//nodes/pve//lxc/107%2Fconfig/')).body).data.memory).toBeTypeOf('number');
});

/** The least of a WebSocket client: text frames of up to 125 bytes. */
async function webSocket(path: string): Promise<{ say(text: string): void; heard(): string; socket: Duplex }> {
  const { port, ca, token } = await started.simulator();
  const key = randomBytes(16).toString('base64');
  return new Promise((resolve, reject) => {
    const request = https.request({
      host: '127.0.0.1',
      port,
      ca,
      agent: false,
      path,
      headers: {
        Authorization: `PVEAPIToken=${token.id}=${token.secret}`,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': key,
        'Sec-WebSocket-Protocol': 'binary',
      },
    });
    request.on('upgrade', (response, socket) => {
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      expect(response.headers['sec-websocket-accept']).toBe(accept);
      expect(response.headers['sec-websocket-protocol']).toBe('binary');
      let heard = '';
      socket.on('data', (chunk: Buffer) => {
        for (let at = 0; at < chunk.length; ) {
          const length = (chunk[at + 1] ?? 0) & 0x7f;
          const [start, size] = length === 126 ? [at + 4, chunk.readUInt16BE(at + 2)] : [at + 2, length];
          heard += chunk.subarray(start, start + size).toString('utf8');
          at = start + size;
        }
      });
      const say = (text: string) => {
        const payload = Buffer.from(text);
        const head =
          payload.length < 126
            ? [0x82, 0x80 | payload.length]
            : [0x82, 0x80 | 126, payload.length >> 8, payload.length & 255];
        socket.write(Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]));
      };
      resolve({ say, heard: () => heard, socket });
    });
    request.on('response', (response) => reject(new Error(`${response.statusCode} ${response.statusMessage}`)));
    request.on('error', reject);
    request.end();
  });
}

test('a console: a port and a ticket, then a WebSocket that answers what is typed', async () => {
  const { send, get, task } = await started.client();
  const { data } = await send<{ port: string; ticket: string; user: string; upid: string }>(
    'POST',
    '/nodes/pve/lxc/119/termproxy',
  );
  expect(data).toMatchObject({ port: '5900', user: 'wheelhouse@pve!engine' });
  const path = '/api2/json/nodes/pve/lxc/119/vncwebsocket?port=5900&vncticket=';
  await expect(webSocket(`${path}wrong`)).rejects.toThrow(/401/);
  const { say, heard, socket } = await webSocket(`${path}${encodeURIComponent(data.ticket)}`);
  const until = async (pattern: RegExp) => {
    for (let i = 0; i < 100 && !pattern.test(heard()); i++) await new Promise((later) => setTimeout(later, 10));
    expect(heard()).toMatch(pattern);
  };
  say(`${data.user}:${data.ticket}\n`);
  await until(/^OK/);
  say('1:80:24:');
  say('0:9:hostname\n');
  await until(/hostname\r\nglance\r\n/);
  const running = await get<{ status: string }>(`/nodes/pve/tasks/${encodeURIComponent(data.upid)}/status`);
  expect(running.data.status).toBe('running');
  socket.destroy();
  expect((await task(data.upid)).exitstatus).toBe('OK');
});
