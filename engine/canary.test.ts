/**
 * Secrets are planted and looked for wherever an engine leaves anything: its log at the level debug, each answer, and
 * every file of the data directory, the objects of git unpacked.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callEngine } from '@/engine/rpc/client';
import type { Credential, Input, RpcVerb } from '@/engine/rpc/contract';
import { SpawnedEngine } from '@/engine/spawned-engine';
import { checkout, until } from '@/engine/trial';
import { startSimulator } from '@/simulator/simulator';

const secret = 'c4na7y00-70k3-4e5e-8c7e-7000beefcafe';
const password = 'canary-password-of-ada';
const wrong = 'canary-password-guessed';
const vmid = 104;
const answers: string[] = [];
let bundle = '';
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let engine: SpawnedEngine;

beforeAll(async () => {
  bundle = await SpawnedEngine.bundled();
  simulator = await startSimulator({
    state: `${checkout}/lab/lab.json`,
    timeScale: 20,
    tokenSecret: secret,
    authDelayMs: 50,
  });
  engine = SpawnedEngine.on(bundle, simulator, { env: { LOG_LEVEL: 'debug' } });
  await engine.start();
}, 60_000);
afterAll(async () => {
  await engine.end();
  await simulator.stop();
  rmSync(bundle, { force: true });
});

async function ask<V extends RpcVerb>(verb: V, input: unknown, credential?: Credential) {
  const key = readFileSync(path.join(engine.dataDir, 'console.key'), 'utf8').trim();
  const answer = await callEngine(verb, input as Input<V>, {
    credential: credential ?? { kind: 'console', key },
    requestId: `canary-${verb}`,
    socketPath: path.join(engine.dataDir, 'engine.sock'),
  });
  answers.push(JSON.stringify(answer));
  return answer;
}
const fault = (body: object) => engine.looking.control('POST', '/faults', body);

test('no secret is left anywhere', async () => {
  await until('the lab is read', async () => {
    const summary = await ask('summary', {});
    return summary.ok && summary.value.containers.running > 20;
  });
  // Accounts, rightly and wrongly.
  await ask('addUser', { name: 'ada', role: 'admin', password });
  await ask('addUser', { name: 'ada', role: 'admin', password });
  await ask('addUser', { name: 'eve', role: 'queen', password: wrong, pass: wrong });
  await ask('signIn', { name: 'ada', password: wrong, from: '::1' }, { kind: 'none' });
  await ask('signIn', { name: wrong, password: wrong, from: '::1' }, { kind: 'none' });
  await ask('signIn', { name: 'ada', pasword: wrong, from: 7 }, { kind: 'none' });
  const signedIn = await ask('signIn', { name: 'ada', password, from: '::1' }, { kind: 'none' });
  const made = await ask('createToken', { name: 'script', role: 'operator' });
  // These two are told once, in these two answers.
  const told = answers.splice(-2);
  const sessionId = signedIn.ok ? signedIn.value.sessionId : '';
  const token = made.ok ? made.value.token : '';
  expect(told.join()).toContain(sessionId);
  expect([sessionId, token].every((one) => one.length > 40)).toBe(true);

  // A change all the way, an operation, and what goes wrong at Proxmox.
  const session = { kind: 'session', id: sessionId } as const;
  await ask('whoAmI', {}, { kind: 'token', token });
  await ask('whoAmI', {}, { kind: 'token', token: `${token}x` });
  const proposed = await ask(
    'proposeChange',
    { title: 'Canary', edits: [{ vmid, set: { description: 'canary' } }] },
    session,
  );
  if (!proposed.ok) throw new Error(proposed.error.text);
  const decision = { id: proposed.value.id, planHash: proposed.value.planHash };
  await ask('approveChange', decision, session);
  await ask('applyChange', decision, session);
  await until('it has ended', async () => {
    const change = await ask('getChange', { id: decision.id }, session);
    return change.ok && change.value.endedAt !== null;
  });
  await ask('operateContainer', { vmid, action: 'restart' }, { kind: 'token', token });
  await fault({ drop: 'before', match: 'GET .*/104/rrddata', times: 9 });
  await ask('getHistory', { vmid, timeframe: 'day' }, session);
  await fault({ tokenRevoked: true, match: 'GET .*/104/', times: 3 });
  await ask('previewPlan', { edits: [{ vmid, set: { cores: 3 } }] }, session);
  await fault({ status: 500, text: 'no', match: '/cluster/tasks' });
  await until('a failed observation is logged', () => engine.said.includes('Proxmox could not be observed'));
  for (const verb of ['listActivity', 'listChanges', 'listCommits', 'listTasks', 'listFindings', 'health'] as const)
    await ask(verb, verb === 'listTasks' ? { vmid } : {}, session);
  await ask('signOut', {}, session);

  expect(engine.said).toContain('asked Proxmox');
  await engine.kill('SIGTERM');
  const places = new Map<string, string>([
    ['the log', engine.said],
    ['an answer', answers.join('\n')],
    ['git', engine.looking.git('cat-file', '--batch-all-objects', '--batch')],
  ]);
  for (const file of readdirSync(engine.dataDir, { recursive: true, withFileTypes: true }))
    if (file.isFile()) {
      const full = path.join(file.parentPath, file.name);
      places.set(path.relative(engine.dataDir, full), readFileSync(full, 'latin1'));
    }
  expect([...places.keys()]).toEqual(expect.arrayContaining(['wheelhouse.db', 'console.key']));
  const secrets = { secret, password, wrong, sessionId, token };
  for (const [place, text] of places)
    for (const [name, value] of Object.entries(secrets))
      expect(text.includes(value), `${name} in ${place}`).toBe(false);
}, 120_000);
