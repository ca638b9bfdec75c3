/**
 * What our Proxmox client costs beside a bare call: the same GET, in turns within one run, by `connectProxmox`, by
 * `fetch` and by `https` with a kept connection, each with the answer parsed. Once for a small answer, once for the
 * list of 1,000 containers, that one with our own CPU and the simulator's, and through the typed read as well.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../scripts/steps/root.mjs';

const containers = 1000;

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'client-bench-'));
  const state = join(folder, 'lab.json');
  writeFileSync(state, JSON.stringify(labOfMany()));
  const simulator = spawn(process.execPath, [join(root, 'dist/simulator.mjs'), '--state', state], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const ready = await new Promise((resolve, reject) => {
      simulator.once('message', resolve);
      simulator.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
    });
    const client = join(folder, 'client.mjs');
    await bundleClient(client);
    writeFileSync(join(folder, 'ca.pem'), ready.ca);
    return await calls({ ...ready, client, pid: simulator.pid }, join(folder, 'ca.pem'));
  } finally {
    simulator.kill('SIGTERM');
    rmSync(folder, { recursive: true });
  }
}

/** `fetch` takes a CA only from the environment of its process, so the calls are made in one of their own. */
function calls(settings, ca) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bench/client-calls.mjs')], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: ca },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let rows = null;
    child.once('message', (message) => {
      rows = message;
    });
    child.once('exit', (code) => (rows ? resolve(rows) : reject(new Error(`the calls ended with ${code}`))));
    child.send(settings);
  });
}

async function bundleClient(outfile) {
  await build({
    stdin: {
      contents: `export { connectProxmox } from '@/engine/proxmox/connect';
export { readResources } from '@/engine/proxmox/read';
export { Secret } from '@/engine/secret';`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    alias: { '@': root },
    logLevel: 'silent',
  });
}

/** The demo lab with 1,000 containers: its own, again and again under new numbers. */
function labOfMany() {
  const lab = JSON.parse(readFileSync(join(root, 'lab/lab.json'), 'utf8'));
  const own = lab.containers;
  return {
    ...lab,
    outOfBand: [],
    containers: Array.from({ length: containers }, (_, index) => {
      const model = own[index % own.length];
      return { ...model, vmid: 100 + index, hostname: `${model.hostname}-${index}` };
    }),
  };
}
