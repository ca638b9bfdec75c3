import { afterAll, beforeAll, expect, test } from 'vitest';
import { doctor } from '@/engine/cli/doctor';
import { checkout, Trial } from '@/engine/trial';
import { type Simulator, startSimulator } from '@/simulator/simulator';
import { client } from '@/simulator/testing';

let simulator: Simulator;
let trial: Trial;
let root: ReturnType<typeof client>['raw'];

beforeAll(async () => {
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 10 });
  trial = await new Trial(simulator).start();
  root = await asRoot();
});
afterAll(async () => {
  await trial.end();
  await simulator.stop();
});

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Calls of root's, signed in as a person does. */
async function asRoot(): Promise<ReturnType<typeof client>['raw']> {
  const { raw } = client(simulator, null);
  const signIn = new URLSearchParams({ username: 'root@pam', password: 'wheelhouse-demo' }).toString();
  const ticket = JSON.parse((await raw('POST', '/access/ticket', signIn, form)).body).data;
  return (method, path, body) =>
    raw(method, path, body, {
      ...form,
      Cookie: `PVEAuthCookie=${encodeURIComponent(ticket.ticket)}`,
      CSRFPreventionToken: ticket.CSRFPreventionToken,
    });
}

async function must(method: string, path: string, params: Record<string, string>): Promise<void> {
  const answer = await root(method, path, new URLSearchParams(params).toString());
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
}

/** What `pveum` does with a line, over the API. */
async function carryOut(line: string): Promise<void> {
  const role = /^pveum role add (\w+) --privs "([^"]+)" \|\| pveum role modify \1 --privs "\2"$/.exec(line);
  const acl = /^pveum acl modify (\S+) --users (\S+) --roles (\S+)$/.exec(line);
  const token = /^pveum user token modify (\S+) (\S+) --privsep 0$/.exec(line);
  const [, first = '', second = '', third = ''] = role ?? acl ?? token ?? [];
  if (role) {
    const added = await root('POST', '/access/roles', new URLSearchParams({ roleid: first, privs: second }).toString());
    if (added.status !== 200) await must('PUT', `/access/roles/${first}`, { privs: second });
  } else if (acl) await must('PUT', '/access/acl', { path: first, users: second, roles: third });
  else if (token) await must('PUT', `/access/users/${first}/token/${second}`, { privsep: '0' });
  else throw new Error(`what is this: ${line}`);
}

const missing = async () =>
  (await trial.get('selfCheck', {})).features.filter((one) => one.missing.length > 0).map(({ id }) => id);
const runDoctor = () =>
  doctor([], {
    root: checkout,
    dataDir: trial.dataDir,
    socketPath: '',
    env: {
      PROXMOX_URL: simulator.url,
      PROXMOX_TOKEN_ID: simulator.token.id,
      PROXMOX_TOKEN_SECRET: simulator.token.secret,
      PROXMOX_FINGERPRINT: simulator.fingerprint,
    },
  });

test('the demo token lacks nothing, and a viewer may see who we are', async () => {
  const checked = await trial.get('selfCheck', {});
  expect(checked).toMatchObject({
    endpoint: `127.0.0.1:${simulator.port}`,
    certificate: { trustedBy: 'fingerprint', fingerprint: simulator.fingerprint },
    version: '8.4.21',
    tokenId: simulator.token.id,
    cure: [],
    verdict: 'The token may do all that Wheelhouse asks of it.',
  });
  expect(await runDoctor()).toMatchObject({ code: 0, out: expect.stringContaining(checked.verdict) });
  expect(JSON.stringify(checked)).not.toContain(simulator.token.secret);
});

test('what is missing is named, in the same words by the doctor, and its lines mend it', async () => {
  await must('PUT', '/access/acl', { path: '/', users: 'wheelhouse@pve', roles: 'Wheelhouse', delete: '1' });
  await must('PUT', '/access/acl', { path: '/vms', users: 'wheelhouse@pve', roles: 'PVETemplateUser' });
  expect(await missing()).toEqual([
    ...['nodes', 'cluster', 'storages', 'bridges'],
    ...['power', 'cpu', 'memory', 'options', 'network', 'disks'],
  ]);
  const { cure, features, verdict } = await trial.get('selfCheck', {});
  const told = await runDoctor();
  expect(told.code).toBe(1);
  for (const word of [verdict, ...cure, ...features.map(({ name }) => name), 'missing  Bridges'])
    expect(told.out).toContain(word);

  for (const line of cure) await carryOut(line);
  expect(await missing()).toEqual([]);
  // A second time they change nothing and break nothing.
  for (const line of cure) await carryOut(line);
  expect(await missing()).toEqual([]);
});

test('a Proxmox that does not let us in is a refusal with its words', async () => {
  await trial.control('POST', '/faults', { tokenRevoked: true });
  expect(await trial.refusal('selfCheck', {})).toMatchObject({
    kind: 'proxmox',
    text: expect.stringContaining('Authentication failed!'),
  });
  expect(await runDoctor()).toMatchObject({
    code: 1,
    complaint: expect.stringMatching(/does not let us in \(unauthorized\): Authentication failed!/),
  });
});
