/** Whatever JSON comes over the socket, the answer is a value or a refusal that a person can read, never a bug. */
import { request } from 'node:http';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, type RpcVerb } from '@/engine/rpc/contract';
import { checkout, Trial } from '@/engine/trial';
import { specFromYaml } from '@/lib/spec/yaml';
import { startSimulator } from '@/simulator/simulator';

let simulator: Awaited<ReturnType<typeof startSimulator>>;
let trial: Trial;
let change = { id: 0, planHash: '' };

beforeAll(async () => {
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 50 });
  trial = await new Trial(simulator).start();
  const { id, planHash } = await trial.get('proposeChange', {
    title: 'To be decided',
    edits: [{ vmid: 105, set: { description: 'fuzz' } }],
  });
  change = { id, planHash: planHash ?? '' };
});
afterAll(async () => {
  await trial.end();
  await simulator.stop();
});

function send(verb: string, body: unknown): Promise<{ status: number; text: string }> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const req = request(
      {
        socketPath: path.join(trial.dataDir, 'engine.sock'),
        method: 'POST',
        path: `/rpc/${verb}`,
        headers: { 'content-length': Buffer.byteLength(text) },
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      },
    );
    req.on('error', reject);
    req.end(text);
  });
}

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '__proto__',
    'constructor',
    '../../etc',
    "'; drop table",
    '%00',
    '\n',
    '‮',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('x'.repeat(300)),
);
const oddNumber = fc.constantFrom(0, -1, 1.5, 100, 104, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, 1e21, 999_999_999, 1e308);
const odd = fc.oneof(oddText, oddNumber, fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(null, true, [], {}));

/** A value that is near what the key takes. */
function near(key: string): fc.Arbitrary<unknown> {
  const kinds: Record<string, fc.Arbitrary<unknown>> = {
    vmid: fc.constantFrom(104, 105, 999, 100),
    id: fc.constant(change.id),
    planHash: fc.constantFrom(change.planHash, 'f'.repeat(64)),
    title: oddText,
    description: oddText,
    reason: oddText,
    name: fc.oneof(fc.constantFrom('fuzz', 'admin'), oddText),
    from: oddText,
    email: oddText,
    role: fc.constantFrom('viewer', 'operator'),
    password: fc.oneof(fc.constant('long enough to be one'), oddText),
    action: fc.constantFrom('start', 'restart'),
    limit: fc.constantFrom(1, 500),
    status: fc.constantFrom(['proposed'], ['applied', 'failed']),
    timeframe: fc.constantFrom('ring', 'hour', 'day', 'week', 'month'),
    upid: fc.constantFrom(
      'UPID:pve:0000ABCD:0000ABCD:0000ABCD:vzstart:104:root@pam:',
      'UPID:pve:../..',
      'UPID:x:1:1:1:a:b:c:',
    ),
    fields: fc.array(fc.oneof(fc.constantFrom('memoryMiB', 'firewall', 'power', 'nics.net0'), oddText), {
      maxLength: 3,
    }),
    edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
  };
  return kinds[key] ?? odd;
}

const field = fc.constantFrom(
  'memoryMiB',
  'swapMiB',
  'cores',
  'description',
  'tags',
  'hostname',
  'onboot',
  'startup',
  'nics',
  'mounts',
  'rootfs',
  'power',
  'firewall',
  'services',
  'dependsOn',
  'features',
  'devices',
  'extra',
  'lxc',
  'category',
  'purpose',
  'nameserver',
  'cpulimit',
  'vmid',
  'node',
  'whatever',
  '__proto__',
);
const edit: fc.Arbitrary<unknown> = fc.record(
  {
    vmid: fc.oneof(fc.constantFrom(104, 105, 106), odd),
    set: fc.oneof(fc.dictionary(field, odd, { maxKeys: 4 }), odd),
    unset: fc.oneof(fc.array(fc.oneof(field, oddText), { maxLength: 3 }), odd),
    create: odd,
    remove: odd,
  },
  { requiredKeys: ['vmid'] },
);

function inputOf(verb: RpcVerb): fc.Arbitrary<unknown> {
  const keys = Object.keys(contract[verb].input.shape);
  const shaped = fc.record(
    Object.fromEntries(keys.map((key) => [key, fc.oneof({ weight: 4, arbitrary: near(key) }, odd)])),
    {
      requiredKeys: keys.filter((_, at) => at === 0),
    },
  );
  return fc.oneof(
    { weight: 6, arbitrary: shaped },
    { weight: 1, arbitrary: odd },
    fc.dictionary(oddText, odd, { maxKeys: 3 }),
  );
}

/** A password takes long to check; what begins something on a host takes long to end. */
const slow: Partial<Record<RpcVerb, number>> = { signIn: 12, addUser: 12, operateContainer: 15, applyChange: 20 };

describe('over a real engine', () => {
  test.each(Object.keys(contract) as RpcVerb[])(
    '%s',
    async (verb) => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (gen) => {
          const input = gen(() => inputOf(verb));
          const { status, text } = await send(verb, {
            credential: { kind: 'console', key: trial.engine.consoleKey },
            input,
          });
          const answer = JSON.parse(text) as { ok: boolean; error?: { kind: string; text: string } };
          expect(answer.error?.kind, `${JSON.stringify(input)} → ${text}`).not.toBe('internal');
          expect(status, text).toBeLessThan(500 + Number(answer.error?.kind === 'proxmox') * 100);
          if (!answer.ok) expect(answer.error?.text).not.toBe('');
        }),
        { numRuns: slow[verb] ?? 60 },
      );
    },
    120_000,
  );

  test('odd values that are accepted go all the way, and read back as they are', async () => {
    const set = fc.record(
      {
        memoryMiB: fc.constantFrom(16, 4_096, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1),
        swapMiB: fc.constantFrom(0, 2 ** 32),
        description: oddText,
        purpose: oddText,
        category: oddText,
        startup: fc.record({ order: fc.constantFrom(0, 2 ** 40) }, { requiredKeys: [] }),
        tags: fc.array(oddText, { maxLength: 3 }),
        services: fc.array(
          fc.record({ name: oddText, port: fc.constantFrom(1, 65_535), protocol: fc.constant('tcp') }),
          {
            maxLength: 2,
          },
        ),
      },
      { requiredKeys: [] },
    );
    const half = await trial.refusal('proposeChange', {
      title: 'a',
      edits: [{ vmid: 106, set: { purpose: 'a\ud800' } }],
    });
    expect(half).toMatchObject({ kind: 'invalid', fields: [{ field: 'edits.0.set.purpose' }] });
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(set, fc.oneof(fc.constant('Odd'), oddText), async (wish, title) => {
        const edits = [{ vmid: 106, set: wish }];
        const proposed = await trial.call('proposeChange', { title, description: title, edits });
        if (!proposed.ok) {
          expect(proposed.error.kind).toMatch(/^(?:invalid|conflict)$/);
          return;
        }
        const decision = { id: proposed.value.id, planHash: proposed.value.planHash ?? '' };
        await trial.get('approveChange', decision);
        await trial.get('applyChange', decision);
        const { status, reason } = await trial.ended(decision.id).catch((error: unknown) => {
          throw new Error(`${JSON.stringify([wish, title]).slice(0, 500)}: ${String(error)}`);
        });
        expect(status, `${JSON.stringify(wish)}: ${reason}`).toMatch(/^(?:applied|rolled back)$/);
        if (status === 'applied') applied += 1;
      }),
      { numRuns: 25 },
    );
    expect(applied).toBeGreaterThan(0);
    expect(trial.git('fsck', '--strict')).toBe('');
    expect(trial.git('status', '--porcelain')).toBe('');
    // What git has and what the database has are one.
    const desired = (await trial.get('getContainer', { vmid: 106 })).desired;
    const written = specFromYaml(trial.yaml(106));
    expect(written.ok && written.value).toEqual(desired);
  }, 120_000);

  test('envelopes and credentials', async () => {
    const credential = fc.oneof(
      odd,
      fc.record({ kind: fc.constantFrom('none', 'session', 'token', 'console', 'root') }),
      fc.record({ kind: fc.constantFrom('session', 'token', 'console'), id: oddText, token: oddText, key: oddText }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(odd, fc.record({ credential, input: odd })), async (body) => {
        const { text } = await send('whoAmI', body);
        expect((JSON.parse(text) as { error?: { kind: string } }).error?.kind).toMatch(/^(?:invalid|unauthenticated)$/);
      }),
      { numRuns: 100 },
    );
    expect(trial.logged.filter((line) => line.level === 'error')).toEqual([]);
    expect((await trial.get('health', {})).ready).toBe(true);
  }, 60_000);
});
