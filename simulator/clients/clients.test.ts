/**
 * The simulator judged by clients that know nothing of it: each makes, changes, starts, lists, stops and deletes a
 * container over HTTPS, trusting the simulator's certificate in the way that the client offers. What a client says
 * it saw is compared with what the simulator says was done.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ansibleCanUpdate,
  missingAnsible,
  missingProxmoxApi,
  missingProxmoxer,
  python,
} from '@/simulator/clients/available';
import { type Simulator, startSimulator } from '@/simulator/simulator';
import { client, control, labPath } from '@/simulator/testing';

const patienceMs = 180_000;
const rootPassword = 'wheelhouse-demo';
const here = import.meta.dirname;
const template = 'local:vztmpl/alpine-3.22-default_20240606_amd64.tar.xz';

let simulator: Simulator;
let dir: string;
let env: Record<string, string>;

beforeAll(async () => {
  simulator = await startSimulator({ state: labPath, timeScale: 20, authDelayMs: 0 });
  dir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-clients-'));
  writeFileSync(path.join(dir, 'ca.pem'), simulator.ca);
  env = {
    PVE_HOST: '127.0.0.1',
    PVE_PORT: String(simulator.port),
    PVE_CA: path.join(dir, 'ca.pem'),
    PVE_TEMPLATE: template,
    PVE_TOKEN_ID: 'root@pam!foreign',
    PVE_TOKEN_SECRET: await newToken(),
    NODE_EXTRA_CA_CERTS: path.join(dir, 'ca.pem'),
    REQUESTS_CA_BUNDLE: path.join(dir, 'ca.pem'),
  };
});
afterAll(async () => {
  await simulator.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** A token of root's, made as a person makes one: sign in, then ask for it. */
async function newToken(): Promise<string> {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { raw } = client(simulator, null);
  const signIn = new URLSearchParams({ username: 'root@pam', password: rootPassword }).toString();
  const ticket = JSON.parse((await raw('POST', '/access/ticket', signIn, form)).body).data;
  const made = await raw('POST', '/access/users/root@pam/token/foreign', 'privsep=0', {
    ...form,
    Cookie: `PVEAuthCookie=${encodeURIComponent(ticket.ticket)}`,
    CSRFPreventionToken: ticket.CSRFPreventionToken,
  });
  return JSON.parse(made.body).data.value;
}

/** Runs a program beside us (the simulator answers from this process) and answers what it printed. */
function run(command: string, args: string[], more: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: here, env: { ...process.env, ...env, ...more } });
    let out = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${command} ended with ${code}\n${out.slice(-6000)}\n${complaint}`)),
    );
  });
}

type Mutation = { method: string; path: string; user: string; outcome: string };

/** What was done to a container, in order, as the simulator counts it. */
async function written(vmid: number): Promise<string[]> {
  const { items } = (await control(simulator, 'GET', '/mutations')) as { items: Mutation[] };
  return items
    .filter((one) => one.path === '/nodes/pve/lxc' || one.path.startsWith(`/nodes/pve/lxc/${vmid}`))
    .map(({ method, path: where }) =>
      `${method} ${where.replace('/nodes/pve/lxc', '').replace(`/${vmid}`, '')}`.trim(),
    );
}

const life = ['POST', 'PUT /config', 'POST /status/start', 'POST /status/stop', 'DELETE'];

function expectLife(told: Record<string, unknown>, vmid: number, hostname: string): void {
  expect(told).toMatchObject({
    version: expect.stringMatching(/^8\.4\./),
    created: 'OK',
    config: { hostname, memory: 384, description: 'Größe; 50 % & more\n', tags: 'api;foreign', onboot: 1 },
    started: 'OK',
    status: 'running',
    listed: [{ name: hostname, status: 'running' }],
    resources: [{ vmid, type: 'lxc', node: 'pve' }],
    stopped: 'OK',
    deleted: 'OK',
    gone: true,
    refused: expect.stringContaining(`Configuration file 'nodes/pve/lxc/${vmid}.conf' does not exist`),
  });
}

async function forget(): Promise<void> {
  await control(simulator, 'DELETE', '/mutations');
}

const named = (what: string, missing: string | null) => (missing ? `${what} (left out: ${missing})` : what);

const noApi = missingProxmoxApi();
test.skipIf(noApi)(
  named('proxmox-api of npm lives a container through', noApi),
  async () => {
    await forget();
    const told = JSON.parse(await run(process.execPath, ['proxmox-api.mjs'], { PVE_VMID: '901' }));
    expectLife(told, 901, 'from-proxmox-api');
    expect(await written(901)).toEqual(life);
  },
  patienceMs,
);

const noProxmoxer = missingProxmoxer();
test.skipIf(noProxmoxer)(
  named('python3-proxmoxer lives a container through, with a token', noProxmoxer),
  async () => {
    await forget();
    const told = JSON.parse(await run(python, ['proxmoxer_client.py'], { PVE_VMID: '902' }));
    expectLife(told, 902, 'from-proxmoxer');
    expect(await written(902)).toEqual(life);
  },
  patienceMs,
);

test.skipIf(noProxmoxer)(
  named('python3-proxmoxer lives a container through, with a password', noProxmoxer),
  async () => {
    await forget();
    const told = JSON.parse(
      await run(python, ['proxmoxer_client.py'], { PVE_VMID: '903', PVE_PASSWORD: rootPassword }),
    );
    expectLife(told, 903, 'from-proxmoxer');
    expect(await written(903)).toEqual(life);
  },
  patienceMs,
);

const noAnsible = missingAnsible();
test.skipIf(noAnsible)(
  named('community.general.proxmox of Ansible lives a container through, and its inventory lists it', noAnsible),
  async () => {
    await forget();
    const canUpdate = ansibleCanUpdate();
    const report = JSON.parse(
      await run(
        'ansible-playbook',
        ['-i', 'localhost,', '-e', `ansible_python_interpreter=${python}`, 'playbook.yml'],
        {
          PVE_VMID: '904',
          PVE_CAN_UPDATE: canUpdate ? '1' : '0',
          ANSIBLE_STDOUT_CALLBACK: 'json',
          ANSIBLE_HOME: path.join(dir, 'ansible'),
          ANSIBLE_LOCAL_TEMP: path.join(dir, 'ansible-tmp'),
          ANSIBLE_REMOTE_TEMP: path.join(dir, 'ansible-tmp'),
          ANSIBLE_INVENTORY_ENABLED: 'community.general.proxmox,host_list',
          ANSIBLE_NOCOLOR: '1',
        },
      ),
    );
    const results: Record<string, { changed: boolean; msg?: string; stdout?: string; skipped?: boolean }> =
      Object.fromEntries(
        report.plays[0].tasks.map((task: { task: { name: string }; hosts: Record<string, unknown> }) => [
          task.task.name,
          task.hosts.localhost,
        ]),
      );
    const changed = Object.entries(results).flatMap(([name, result]) => (result.changed ? [name] : []));
    expect(changed).toEqual(['create', ...(canUpdate ? ['change'] : []), 'start', 'restart', 'stop', 'delete']);
    const inventory = JSON.parse(results.list?.stdout ?? '{}');
    expect(inventory.proxmox_pve_lxc.hosts).toHaveLength(31);
    expect(inventory.proxmox_all_running.hosts).toContain('from-ansible');
    expect(inventory._meta.hostvars['from-ansible']).toMatchObject({
      proxmox_vmid: 904,
      proxmox_status: 'running',
      proxmox_memory: canUpdate ? 384 : 256,
      proxmox_tags_parsed: ['api', 'foreign'],
      proxmox_net0: expect.objectContaining({ bridge: 'vmbr0', ip: 'dhcp' }),
    });
    expect(await written(904)).toEqual([
      'POST',
      ...(canUpdate ? ['PUT /config'] : []),
      'POST /status/start',
      'POST /status/shutdown',
      'POST /status/start',
      'POST /status/shutdown',
      'DELETE',
    ]);
  },
  patienceMs,
);
