/**
 * The firewall of 30, 300 and 1,000 containers with 20 rules each: every pair and every service at once by intervals,
 * against the brute force that asks for one packet after the other over the same pairs and ports (tcp and udp, 65,536
 * each; timed on a sample). The goals: at least 1,000 times faster, 100 ms at 1,000 containers, and 5 ms (p95) from an
 * edited rule to the new matrix.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../scripts/steps/root.mjs';
import { percentile } from './table.mjs';

const sizes = [30, 300, 1000];
const rules = 20;
const repeats = 9;
/** The first runs find nothing compiled and are not counted. */
const warming = 3;
const edits = 60;
const bruteMs = 1500;
const protocols = [6, 17];
const ports = 65536;
const clientPort = 40000;

const engine = `
export { compile } from '@/lib/firewall/compile';
export { decide } from '@/lib/firewall/decide';
export { endpointsOf } from '@/lib/firewall/reach/endpoints';
export { reach, verdictBetween } from '@/lib/firewall/reach/reach';
export { random, randomLab } from '@/lib/firewall/testing/random-lab';
`;

async function loadEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-firewall-'));
  const outfile = join(folder, 'engine.mjs');
  try {
    await build({
      absWorkingDir: root,
      stdin: { contents: engine, resolveDir: root, loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      alias: { '@': root },
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function measure() {
  const firewall = await loadEngine();
  return sizes.map((guests) => measureLab(firewall, guests));
}

function measureLab(firewall, guests) {
  const { compile, endpointsOf, random, randomLab, reach } = firewall;
  const lab = randomLab(random(guests), { guests, rules, disorder: 0 });
  const endpoints = endpointsOf(lab, 4);
  const compiled = [];
  const painted = [];
  let all;
  for (let n = 0; n < repeats; n++) {
    // A lab of new objects, so that nothing is taken from the time before.
    const since = performance.now();
    const ruleset = compile(structuredClone(lab));
    const between = performance.now();
    all = reach(ruleset, 4, endpoints);
    const end = performance.now();
    if (n < warming) continue;
    compiled.push(between - since);
    painted.push(end - between);
  }
  if (all.open !== null) throw new Error(`the lab of ${guests} containers filters nothing: ${all.open.kind}`);
  const paintMs = percentile(painted, 0.5);
  const pairs = all.endpoints.length ** 2;
  const packetNs = bruteForce(firewall, all, random(guests + 1));
  const bruteSeconds = (packetNs * pairs * ports * protocols.length) / 1e9;
  return {
    containers: guests,
    pairs,
    'compile ms': percentile(compiled, 0.5),
    'all pairs ms': paintMs,
    'one packet ns': packetNs,
    'brute force s': bruteSeconds,
    'times faster': Math.round((bruteSeconds * 1000) / paintMs),
    'edit p95 ms': percentile(editTimes(firewall, lab, all, endpoints), 0.95),
  };
}

/** Nanoseconds a packet; each answer is compared with the one of the intervals. */
function bruteForce({ decide, verdictBetween }, all, r) {
  const sample = [];
  for (let n = 0; n < 2000; n++) {
    const [from, to] = [r.below(all.endpoints.length), r.below(all.endpoints.length)];
    const service = { proto: r.pick(protocols), sport: clientPort, dport: r.below(ports) };
    sample.push({ from, to, service, packet: packetOf(all, from, to, service) });
  }
  for (const { from, to, service, packet } of sample)
    if (decide(all.ruleset, packet).verdict !== verdictBetween(all, from, to, service).verdict)
      throw new Error(`intervals and brute force differ on ${JSON.stringify(service)}`);
  let count = 0;
  const since = performance.now();
  while (performance.now() - since < bruteMs)
    for (const { packet } of sample) {
      decide(all.ruleset, packet);
      count += 1;
    }
  return ((performance.now() - since) * 1e6) / count;
}

const packetOf = ({ endpoints, family }, from, to, service) => ({
  from: endpoints[from].place,
  to: endpoints[to].place,
  family,
  source: endpoints[from].address,
  dest: endpoints[to].address,
  ...service,
});

/** From an edited rule of one container to the new matrix. */
function editTimes({ compile, reach }, lab, all, endpoints) {
  const times = [];
  for (let n = 0; n < edits; n++) {
    const at = (n * 7919) % lab.guests.length;
    const old = all.ruleset.lab.guests[at];
    const rule = {
      type: 'in',
      action: n % 2 === 0 ? 'ACCEPT' : 'DROP',
      enable: true,
      proto: 'tcp',
      dport: String(1 + n),
    };
    const guest = { ...old, firewall: { ...old.firewall, rules: [rule, ...old.firewall.rules.slice(1)] } };
    const edited = { ...all.ruleset.lab, guests: all.ruleset.lab.guests.with(at, guest) };
    const since = performance.now();
    all = reach(compile(edited, all.ruleset), 4, endpoints, all);
    times.push(performance.now() - since);
  }
  return times;
}
