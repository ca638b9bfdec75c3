/**
 * The simulator at scale: until it answers, with 30, 1,000 and 10,000 containers; a list of all of them, in time, in
 * the server's CPU and in that of the one who asks; and how many calls a second it answers.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/steps/root.mjs';

const calls = 40;
const small = 400;

export async function measure(sizes = ['30', '1000', '10000']) {
  const rows = [];
  for (const size of sizes.length ? sizes : ['30', '1000', '10000']) rows.push(await measureOne(Number(size)));
  return rows;
}

async function measureOne(containers) {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-bench-'));
  const state = join(folder, 'lab.json');
  writeFileSync(state, JSON.stringify(labOf(containers)));
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/simulator.mjs'), '--state', state], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const ready = await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
    });
    const startMs = performance.now() - began;
    const client = clientOf(ready);
    await client.get('/api2/json/cluster/resources?type=vm');
    const list = await timed(child.pid, calls, () => client.get('/api2/json/cluster/resources?type=vm'));
    const nodes = await timed(child.pid, calls, () => client.get('/api2/json/nodes/pve/lxc'));
    const one = await timed(child.pid, small, () => client.get('/api2/json/nodes/pve/lxc/100/config'));
    client.close();
    return {
      containers,
      'start (ms)': startMs,
      'list (ms)': list.ms,
      'list, server CPU (ms)': list.serverMs,
      'list, asking CPU (ms)': list.clientMs,
      'node list, server CPU (ms)': nodes.serverMs,
      'config calls a second': 1000 / one.ms,
    };
  } finally {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true });
  }
}

/** The demo lab with this many containers: its own, again and again under new numbers. */
function labOf(containers) {
  const lab = JSON.parse(readFileSync(join(root, 'lab/lab.json'), 'utf8'));
  const own = lab.containers;
  lab.outOfBand = [];
  lab.containers = Array.from({ length: containers }, (_, index) => {
    const model = structuredClone(own[index % own.length]);
    return { ...model, vmid: 100 + index, hostname: `${model.hostname}-${index}` };
  });
  return lab;
}

function clientOf({ url, ca, tokenId, tokenSecret }) {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1, ca });
  const headers = { Authorization: `PVEAPIToken=${tokenId}=${tokenSecret}` };
  const get = (path) =>
    new Promise((resolve, reject) => {
      https
        .get(`${url}${path}`, { agent, headers }, (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if (response.statusCode === 200) resolve(JSON.parse(text).data);
            else reject(new Error(`${path}: ${response.statusCode} ${response.statusMessage}`));
          });
        })
        .on('error', reject);
    });
  return { get, close: () => agent.destroy() };
}

/** Milliseconds a call: on the clock, of the server's CPU and of our own. */
async function timed(pid, count, call) {
  const [server, own, began] = [cpuMs(pid), process.cpuUsage(), performance.now()];
  for (let i = 0; i < count; i++) await call();
  const { user, system } = process.cpuUsage(own);
  return {
    ms: (performance.now() - began) / count,
    serverMs: (cpuMs(pid) - server) / count,
    clientMs: (user + system) / 1000 / count,
  };
}

/** CPU time of a process in milliseconds, as the kernel counts it: in hundredths of a second. */
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
