import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeConsoleKey, readConsoleKey } from '@/engine/access/console-key';
import { demoAccountsSchema, makeDemoAccounts } from '@/engine/access/demo-accounts';
import { lockMs } from '@/engine/access/lockout';
import { checkPassword, hashPassword } from '@/engine/access/password';
import { resolveCredential } from '@/engine/access/resolve-credential';
import type { Access, Call } from '@/engine/context';
import type { Credential } from '@/engine/rpc/contract';
import { addUser } from '@/engine/verbs/add-user';
import { createToken } from '@/engine/verbs/create-token';
import { demoSignIn } from '@/engine/verbs/demo-sign-in';
import { dispatchAccess } from '@/engine/verbs/dispatch';
import { signIn } from '@/engine/verbs/sign-in';
import { signOut } from '@/engine/verbs/sign-out';
import { migrate } from '@/lib/db/migrate';
import { openDatabase } from '@/lib/db/open';

const day = 24 * 3_600_000;
const password = 'correct horse battery';
let dir = '';
let now = Date.parse('2026-01-01T00:00:00Z');
let access: Access;

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-access-'));
  migrate(path.join(dir, 'a.db'), path.resolve(import.meta.dirname, '../../prisma/migrations'));
  const db = openDatabase({ path: path.join(dir, 'a.db') });
  access = { db, log: () => undefined, clock: () => now, demo: false, consoleKey: makeConsoleKey(dir) };
});
afterEach(async () => {
  await access.db.close();
  rmSync(dir, { recursive: true, force: true });
});

const call = (more: Partial<Call> = {}): Call => ({
  caller: { userId: 0, name: 'console', email: '', role: 'admin' },
  requestId: 'r1',
  from: '',
  sessionId: null,
  ...more,
});
const addAda = () => addUser(access, { name: 'ada', role: 'operator', password }, call());
const enter = (given = password, name = 'ada') => signIn(access, { name, password: given, from: '127.0.0.1' }, call());
const resolve = (credential: Credential) => resolveCredential(access.db, access.consoleKey, credential, now);

async function session(): Promise<Credential> {
  const signedIn = await enter();
  if (!signedIn.ok) throw new Error(signedIn.error.text);
  return { kind: 'session', id: signedIn.value.sessionId };
}

describe('passwords', () => {
  test('a hash says its cost, fits its password only, and is another each time', async () => {
    const stored = await hashPassword(password);
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(await checkPassword(password, stored)).toBe(true);
    expect(await checkPassword(`${password} `, stored)).toBe(false);
    expect(await hashPassword(password)).not.toBe(stored);
  });

  test('an unknown name gets the same answer as a wrong password', async () => {
    await addAda();
    expect(await enter('wrong')).toEqual(await enter('wrong', 'nobody'));
  });

  test('the sixth wrong password in a row locks the name, the right one too', async () => {
    await addAda();
    for (let n = 0; n < 5; n++) expect(await enter('wrong')).toMatchObject({ error: { kind: 'unauthenticated' } });
    expect(await enter()).toMatchObject({ error: { kind: 'too-many', retryAfterSeconds: 2 } });
    now += 2_001;
    expect((await enter()).ok).toBe(true);
    expect([4, 5, 6, 7, 99].map(lockMs)).toEqual([0, 2_000, 4_000, 8_000, 900_000]);
  });
});

test('guesses that come all at once are counted like those that come one by one', async () => {
  await addAda();
  const results = await Promise.all(Array.from({ length: 12 }, () => enter('wrong')));
  const kinds = results.map((result) => (result.ok ? 'in' : result.error.kind));
  expect(kinds.filter((kind) => kind === 'unauthenticated')).toHaveLength(5);
  expect(kinds.filter((kind) => kind === 'too-many')).toHaveLength(7);
});

test('a name that nobody has is locked like one that somebody has', async () => {
  for (let n = 0; n < 5; n++) await enter('wrong', 'eve');
  expect(await enter('wrong', 'eve')).toMatchObject({ error: { kind: 'too-many', retryAfterSeconds: 2 } });
});

test('more than a few who sign in at once are sent away before any work is done for them', async () => {
  const attempts = Array.from({ length: 14 }, (_, n) => enter('wrong', `n${n}`));
  const first = await Promise.race(attempts);
  expect(first).toMatchObject({ error: { kind: 'too-many', text: expect.stringContaining('at once') } });
  const results = await Promise.all(attempts);
  expect(results.filter((result) => !result.ok && result.error.kind === 'too-many')).toHaveLength(2);
}, 60_000);

describe('sessions', () => {
  test('last a day of idleness and thirty days in all, and end when signed out', async () => {
    await addAda();
    const idle = await session();
    now += day - 1;
    expect(await resolve(idle)).toMatchObject({ ok: true, value: { name: 'ada', role: 'operator' } });
    now += day - 1;
    expect((await resolve(idle)).ok).toBe(true);
    now += day + 1;
    expect(await resolve(idle)).toMatchObject({ error: { kind: 'unauthenticated' } });

    const busy = await session();
    for (let days = 0; days < 41; days++) {
      now += day * 0.75;
      if (!(await resolve(busy)).ok) break;
    }
    expect((await resolve(busy)).ok).toBe(false);

    const left = await session();
    await signOut(access, {}, call({ sessionId: left.kind === 'session' ? left.id : null }));
    expect((await resolve(left)).ok).toBe(false);
  }, 30_000);

  test('only the hash of the id is stored, and a disabled account has none', async () => {
    await addAda();
    const credential = await session();
    const rows = await access.db.read.session.findMany();
    expect(JSON.stringify(rows)).not.toContain(credential.kind === 'session' ? credential.id : '');
    await access.db.write((tx) => tx.user.updateMany({ data: { disabledAt: new Date(now) } }));
    expect((await resolve(credential)).ok).toBe(false);
  });

  test('the one-click door is the demo’s only', async () => {
    await makeDemoAccounts(access.db, dir);
    expect(await demoSignIn(access, { from: '' }, call())).toMatchObject({ error: { kind: 'forbidden' } });
    expect(await demoSignIn({ ...access, demo: true }, { from: '' }, call())).toMatchObject({
      ok: true,
      value: { user: { role: 'admin' } },
    });
  });
});

test('a token works with its own role until it is revoked', async () => {
  const made = await createToken(access, { name: 'script', role: 'viewer' }, call());
  const token = made.ok ? made.value.token : '';
  expect(token).toMatch(/^wh_[\w-]{43}$/);
  expect(await resolve({ kind: 'token', token })).toMatchObject({ ok: true, value: { role: 'viewer' } });
  expect((await access.db.read.apiToken.findFirst())?.lastUsedAt?.getTime()).toBe(now);
  expect((await resolve({ kind: 'token', token: `${token}x` })).ok).toBe(false);
  await access.db.write((tx) => tx.apiToken.updateMany({ data: { revokedAt: new Date(now) } }));
  expect((await resolve({ kind: 'token', token })).ok).toBe(false);
});

test('the console key is private, stable and the only one', async () => {
  expect(statSync(path.join(dir, 'console.key')).mode & 0o777).toBe(0o600);
  expect(makeConsoleKey(dir)).toBe(readConsoleKey(dir));
  expect(await resolve({ kind: 'console', key: access.consoleKey })).toMatchObject({ value: { role: 'admin' } });
  expect((await resolve({ kind: 'console', key: 'guess' })).ok).toBe(false);
});

test('demo accounts are made once, with the passwords of their private file', async () => {
  await makeDemoAccounts(access.db, dir);
  await makeDemoAccounts(access.db, dir);
  const file = path.join(dir, 'demo-accounts.json');
  const { accounts } = demoAccountsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(accounts.map(({ name, role }) => [name, role])).toEqual([
    ['admin', 'admin'],
    ['operator', 'operator'],
    ['viewer', 'viewer'],
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const { name, password: theirs } of accounts) expect((await enter(theirs, name)).ok).toBe(true);
  expect(await access.db.read.user.count()).toBe(3);
});

describe('dispatch', () => {
  const meta = { requestId: 'r2' };
  const user = { name: 'bob', role: 'admin', password };

  test('asks the role of the database, and audits who was refused', async () => {
    await addAda();
    const ada = await session();
    expect(await dispatchAccess(access, 'addUser', ada, user, meta)).toEqual({
      ok: false,
      error: { kind: 'forbidden', text: 'This needs the role admin; ada is an operator.' },
    });
    expect(await dispatchAccess(access, 'addUser', { kind: 'none' }, user, meta)).toMatchObject({
      error: { kind: 'unauthenticated' },
    });
    const rows = await access.db.read.audit.findMany({ where: { outcome: 'refused' }, orderBy: { id: 'asc' } });
    expect(rows.map(({ actor, verb, requestId }) => [actor, verb, requestId])).toEqual([
      ['ada', 'addUser', 'r2'],
      ['nobody', 'addUser', 'r2'],
    ]);
    expect(await access.db.read.user.count()).toBe(1);
  });

  test('names the field that is wrong, and never a password', async () => {
    const short = await dispatchAccess(
      access,
      'addUser',
      { kind: 'console', key: access.consoleKey },
      { ...user, password: 'short' },
      meta,
    );
    expect(short).toMatchObject({ error: { kind: 'invalid', fields: [{ field: 'password', given: '***' }] } });
    expect(JSON.stringify([short, await access.db.read.audit.findMany()])).not.toContain('short"');
  });

  test('a refused sign-in is audited with where it came from, and whose account it was', async () => {
    await addAda();
    const attempt = { password: 'hunter2hunter2', from: '10.0.0.9' };
    for (const name of ['ada', 'hunter2hunter2'])
      await dispatchAccess(access, 'signIn', { kind: 'none' }, { name, ...attempt }, meta);
    const rows = await access.db.read.audit.findMany({ where: { verb: 'signIn' }, orderBy: { id: 'asc' } });
    expect(rows).toMatchObject([
      { outcome: 'refused', from: '10.0.0.9', detail: { kind: 'unauthenticated', account: 'ada' } },
      { outcome: 'refused', from: '10.0.0.9', detail: { kind: 'unauthenticated' } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });
});
