import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startSimulator } from '@/simulator/simulator';
import { watchInterval, watchScript } from '@/simulator/ssh/watch';
import { splitWords } from '@/simulator/ssh/words';
import { labPath, labSimulator } from '@/simulator/testing';

const pair = ssh2.utils.generateKeyPairSync('ed25519');
const started = labSimulator({ sshPort: 0, sshAuthorizedKeys: [pair.public], timeScale: 50 });

type Sign = { username?: string; privateKey?: string; password?: string };
async function connect(sign: Sign): Promise<ssh2.Client> {
  const { ssh } = await started.simulator();
  if (!ssh) throw new Error('no SSH');
  const client = new ssh2.Client();
  await new Promise<void>((resolve, reject) => {
    client.on('ready', resolve).on('error', reject);
    client.connect({ host: ssh.host, port: ssh.port, username: 'root', ...sign });
  });
  return client;
}

let client: ssh2.Client;
beforeAll(async () => {
  client = await connect({ privateKey: pair.private });
});
afterAll(() => {
  client.end();
});
afterEach(() => started.reset());

const open = (line: string) =>
  new Promise<ssh2.ClientChannel>((resolve, reject) =>
    client.exec(line, (error, channel) => (error ? reject(error) : resolve(channel))),
  );
// Listens within the callback: a quick command's exit comes in the same packet as its channel.
const run = (line: string) =>
  new Promise<{ code: number; out: string; err: string }>((resolve, reject) =>
    client.exec(line, (error, channel) => {
      if (error) return reject(error);
      let [code, out, err] = [-1, '', ''];
      channel.on('data', (chunk: Buffer) => (out += chunk.toString()));
      channel.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      channel.on('exit', (value: number) => (code = value));
      channel.on('close', () => resolve({ code, out, err }));
    }),
  );

test('root signs in with the password or an authorized key, and nobody else does', async () => {
  (await connect({ password: 'wheelhouse-demo' })).end();
  await expect(connect({ password: 'nope' })).rejects.toThrow(/authentication/i);
  await expect(connect({ username: 'admin', password: 'wheelhouse-demo' })).rejects.toThrow(/authentication/i);
  const other = ssh2.utils.generateKeyPairSync('ed25519');
  await expect(connect({ privateKey: other.private })).rejects.toThrow(/authentication/i);
});

test('the host key is kept beside the save file and reported', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssh-'));
  const options = { state: labPath, save: join(folder, 'state.json'), sshPort: 0 };
  const first = await startSimulator(options);
  await first.stop();
  const again = await startSimulator(options);
  await again.stop();
  expect(first.ssh).toMatchObject({ user: 'root', fingerprint: expect.stringMatching(/^SHA256:[\w+/]{43}$/) });
  expect(again.ssh?.hostKey).toBe(first.ssh?.hostKey);
  rmSync(folder, { recursive: true });
});

test('what root sets over SSH is seen by the API, and the other way round', async () => {
  const api = await started.client();
  const path = '/nodes/pve/lxc/107/config';
  expect(await run('pct set 107 --mp5 /srv/music,mp=/music,ro=1 --dev2 /dev/net/tun --cores 4')).toMatchObject({
    code: 0,
    err: '',
  });
  const { data } = await api.get<Record<string, unknown>>(path);
  expect(data).toMatchObject({ mp5: '/srv/music,mp=/music,ro=1', dev2: '/dev/net/tun', cores: 4 });
  expect((await api.send('PUT', path, { mp6: '/srv,mp=/x' })).status).toBe(403);
  await api.send('PUT', path, { memory: '5000' });
  expect((await run('pct config 107')).out).toMatch(/^memory: 5000$/m);
  const { items } = (await started.control('GET', '/mutations')) as { items: { door?: string; path: string }[] };
  expect(items[0]).toMatchObject({ door: 'ssh', user: 'root@pam', method: 'PUT', outcome: { status: 200 } });
});

test('features that only root may change go through, on an unprivileged container', async () => {
  expect((await run("pct set 119 -features 'nesting=1,keyctl=1'")).code).toBe(0);
  expect((await run('pct config 119')).out).toMatch(/^features: nesting=1,keyctl=1$/m);
});

test('refusals are texts on stderr and an exit status, and change nothing', async () => {
  expect(await run('pct set 107 --memory 3 --foo 1')).toEqual({
    code: 255,
    out: '',
    err: expect.stringContaining('400 Parameter verification failed.\n'),
  });
  expect((await run('pct set 999 --memory 512')).err).toBe(
    "Configuration file 'nodes/pve/lxc/999.conf' does not exist\n",
  );
  await started.control('POST', '/faults', { stuckLock: { vmid: 107, lock: 'backup' } });
  expect(await run('pct set 107 --cores 2')).toEqual({ code: 255, out: '', err: 'CT is locked (backup)\n' });
});

test('programs of a running guest answer; of a stopped one none', async () => {
  expect(await run('pct exec 107 -- hostname')).toMatchObject({ code: 0, out: 'qbittorrent\n' });
  expect((await run('pct exec 107 -- nosuch')).code).toBe(127);
  await started.control('POST', '/out-of-band', { vmid: 107, power: 'stopped' });
  expect(await run('pct exec 107 -- true')).toEqual({ code: 255, out: '', err: "container '107' not running!\n" });
});

test.each([
  'rm -rf /',
  'cat /etc/pve/.version; reboot',
  'cat /etc/pve/.version | tee /x',
  'pct set 107 --memory $(id)',
  'cat "/etc/pve/$HOME"',
  "cat 'unclosed",
  'ip addr',
  'iptables-save',
  'pve-firewall stop',
  '',
])('%j is no command: 127, and nothing happens', async (line) => {
  expect((await run(line)).code).toBe(127);
  expect(((await started.control('GET', '/mutations')) as { items: unknown[] }).items).toEqual([]);
});

test('the configuration files of all containers in one command, as they are written', async () => {
  const { code, out } = await run('tail -n +1 /etc/pve/lxc/*.conf');
  expect(code).toBe(0);
  expect(out.match(/^==> \/etc\/pve\/lxc\/\d+\.conf <==$/gm)).toHaveLength(30);
  const all = (await run('cat /etc/pve/lxc/*.conf')).out;
  expect(all.match(/^hostname: /gm)).toHaveLength(30);
  expect(await run('cat /etc/pve/lxc/999.conf')).toMatchObject({
    code: 1,
    err: 'cat: /etc/pve/lxc/999.conf: No such file or directory\n',
  });
});

test('firewall files say what the API was told', async () => {
  const api = await started.client();
  const path = '/nodes/pve/lxc/119/firewall';
  await api.send('PUT', `${path}/options`, { enable: '1', policy_in: 'REJECT' });
  await api.send('POST', `${path}/aliases`, { name: 'nas', cidr: '192.168.0.9' });
  await api.send('POST', `${path}/rules`, { type: 'in', action: 'ACCEPT', macro: 'ssh', source: 'nas', comment: 'x' });
  const { out } = await run('cat /etc/pve/firewall/119.fw');
  expect(out).toContain('[OPTIONS]\n\nenable: 1\npolicy_in: REJECT\n');
  expect(out).toContain('[ALIASES]\n\nnas 192.168.0.9\n');
  expect(out).toContain('|IN SSH(ACCEPT) -source nas # x\n');
});

test('iptables has chains for guests whose firewall acts, with counters that only grow', async () => {
  expect((await run('pve-firewall status')).out).toBe('Status: disabled/running\n');
  expect((await run('iptables-save -c')).out).toBe('');
  const root = await started.root();
  await root.send('PUT', '/cluster/firewall/options', { enable: '1' });
  await root.send('POST', '/cluster/firewall/aliases', { name: 'nas', cidr: '192.168.0.9' });
  const path = '/nodes/pve/lxc/119';
  await root.send('PUT', `${path}/config`, { net0: 'name=eth0,bridge=vmbr0,firewall=1,ip=dhcp' });
  await root.send('PUT', `${path}/firewall/options`, { enable: '1' });
  await root.send('POST', `${path}/firewall/rules`, { type: 'in', action: 'ACCEPT', enable: '1', macro: 'HTTP' });
  await root.send('POST', `${path}/firewall/rules`, { type: 'out', action: 'DROP', enable: '1', dest: 'nas' });
  expect((await run('pve-firewall status')).out).toBe('Status: enabled/running\n');
  const { out } = await run('iptables-save -c');
  expect(out).toMatch(/^\*filter\n:INPUT ACCEPT [\s\S]+COMMIT\n$/);
  expect(out).toMatch(/^\[\d+:\d+\] -A veth119i0-IN -p tcp -m tcp --dport 80 -j ACCEPT$/m);
  expect(out).toMatch(/^\[\d+:\d+\] -A veth119i0-OUT -d 192\.168\.0\.9\/32 -j DROP$/m);
  expect(out).toMatch(/-A veth119i0-IN -j DROP$/m);
  const packets = (text: string) => [...text.matchAll(/^\[(\d+):/gm)].map((one) => Number(one[1]));
  const later = packets((await run('iptables-save -c')).out);
  expect(packets(out).every((count, index) => count <= (later[index] ?? 0))).toBe(true);
});

test('links: the guest ends are on their bridges', async () => {
  const rows = JSON.parse((await run('bridge -j link')).out) as { ifname: string; master: string; ifindex: number }[];
  const veth = rows.find((row) => row.ifname === 'veth107i0');
  expect(veth?.master).toMatch(/^(?:vmbr\d|fwbr107i0)$/);
  const addresses = JSON.parse((await run('ip -j addr')).out) as { ifname: string; addr_info: { local: string }[] }[];
  expect(addresses.find((row) => row.ifname === 'vmbr0')?.addr_info[0]?.local).toBe('192.168.0.2');
  expect(addresses).toHaveLength(new Set(addresses.map((row) => row.ifname)).size);
});

test('the watch loop prints the counters once, then when a config is written or a task runs', async () => {
  const channel = await open(watchScript(0.05));
  const seen: string[] = [];
  let text = '';
  channel.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    seen.push(...parts);
  });
  const count = async (n: number) => {
    for (let i = 0; seen.length < n && i < 100; i++) await new Promise((later) => setTimeout(later, 20));
    return seen.map((one) => JSON.parse(one) as { vmlist: number; kvstore: { pve: { tasklist: number } } });
  };
  await count(1);
  await new Promise((later) => setTimeout(later, 250));
  expect(seen).toHaveLength(1);
  await (await started.client()).send('PUT', '/nodes/pve/lxc/119/config', { cores: '2' });
  const [before, after] = await count(2);
  expect(after?.vmlist).toBe((before?.vmlist ?? 0) + 1);
  expect(after?.kvstore.pve.tasklist).toBe(before?.kvstore.pve.tasklist);
  await (await started.client()).send('POST', '/nodes/pve/lxc/119/status/reboot');
  const third = (await count(3))[2];
  expect(third?.kvstore.pve.tasklist).toBeGreaterThan(after?.kvstore.pve.tasklist ?? 0);
  channel.close();
});

test('the loop is known by its text alone', () => {
  expect(watchInterval(watchScript(0.25))).toBe(0.25);
  expect(watchInterval(watchScript(0.25).replaceAll('; ', ';\n  '))).toBe(0.25);
  expect(watchInterval(watchScript(0))).toBeNull();
  expect(watchInterval(`${watchScript(1)}; rm x`)).toBeNull();
});

test('words are split as a shell does', () => {
  const texts = (line: string) => splitWords(line)?.map((word) => word.text);
  expect(texts(`pct set 1 --description 'a b' "c \\"d" e\\ f`)).toEqual([
    'pct',
    'set',
    '1',
    '--description',
    'a b',
    'c "d',
    'e f',
  ]);
  expect(splitWords('cat *.conf "*"')?.map((word) => word.glob)).toEqual([false, true, false]);
  expect(splitWords('a && b')).toBeNull();
});
