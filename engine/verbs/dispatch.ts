/**
 * The one way in. Server actions, REST, the command line and tests all come through here: who it is (from the
 * database, nothing that the caller says of itself), whether the role may (`lib/roles/table.ts`), the input by the
 * contract's schema, then the verb. A refused change of anything is audited too.
 */

import { type Caller, resolveCredential } from '@/engine/access/resolve-credential';
import { roleRefusal } from '@/engine/access/role-refusal';
import type { Access, Call, Engine } from '@/engine/context';
import { type Credential, type Input, type Output, type RpcVerb, rowIdSchema } from '@/engine/rpc/contract';
import { parseInput } from '@/engine/rpc/parse-input';
import { actorOf, audit } from '@/engine/verbs/audit';
import { registry } from '@/engine/verbs/registry';
import type { AccessVerb, Answer, Verb } from '@/engine/verbs/verb';
import type { Refusal } from '@/lib/refusal';
import { err, type Result } from '@/lib/result';
import { may } from '@/lib/roles/table';
import { vmidSchema } from '@/lib/spec/container';

/** Verbs that change something, here or on a host. */
export const mutating: ReadonlySet<RpcVerb> = new Set<RpcVerb>([
  'signIn',
  'demoSignIn',
  'signOut',
  'operateContainer',
  'proposeChange',
  'adoptLive',
  'approveChange',
  'rejectChange',
  'replanChange',
  'applyChange',
  'abortChange',
  'rollbackChange',
  'addUser',
  'createToken',
]);

export type Meta = { requestId: string; from?: string };

/** Carries a verb out for whoever holds the credential. */
export async function dispatch<V extends RpcVerb>(
  engine: Engine,
  verb: V,
  credential: Credential,
  input: unknown,
  meta: Meta,
): Promise<Result<Output<V>, Refusal>> {
  // A registry keyed by the verb has the verb's own type at that key; TypeScript cannot see it through the index.
  return carryOut(engine, verb, registry[verb] as unknown as Verb<V>, engine, credential, input, meta);
}

/** The same for the verbs that need no Proxmox, without an engine. */
export async function dispatchAccess<V extends 'addUser' | 'createToken' | 'signIn'>(
  access: Access,
  verb: V,
  credential: Credential,
  input: unknown,
  meta: Meta,
): Promise<Result<Output<V>, Refusal>> {
  return carryOut(access, verb, registry[verb] as unknown as AccessVerb<V>, access, credential, input, meta);
}

async function carryOut<V extends RpcVerb, C extends Access>(
  access: Access,
  verb: V,
  run: (context: C, input: Input<V>, call: Call) => Answer<V>,
  context: C,
  credential: Credential,
  input: unknown,
  meta: Meta,
): Promise<Result<Output<V>, Refusal>> {
  const resolved = await resolveCredential(access.db, access.consoleKey, credential, access.clock());
  // Signing in anew must work while the cookie still carries an ended session.
  const caller = resolved.ok ? resolved.value : null;
  if (!may(caller?.role ?? null, verb)) return refuse(resolved.ok ? roleRefusal(caller, verb) : resolved.error);
  const parsed = parseInput(verb, input);
  if (!parsed.ok) return refuse(parsed.error);
  const result = await run(context, parsed.value, callOf(caller));
  return result.ok ? result : refuse(result.error);

  function callOf(who: Caller | null): Call {
    const nobody: Caller = { userId: 0, name: 'nobody', email: '', role: 'viewer' };
    return {
      caller: who ?? nobody,
      requestId: meta.requestId,
      from: meta.from ?? '',
      sessionId: credential.kind === 'session' ? credential.id : null,
    };
  }

  async function refuse(refusal: Refusal): Promise<Result<Output<V>, Refusal>> {
    // Who keeps trying a locked name is told so and logged; the audit is not theirs to fill.
    const isNoise = verb === 'signIn' && refusal.kind === 'too-many';
    if (mutating.has(verb) && !isNoise) {
      const { account, from, ...subject } = await about(access, verb, input);
      const actor = actorOf(callOf(caller));
      await access.db.write((tx) =>
        audit(tx, { ...actor, from: from ?? actor.from }, access.clock(), {
          verb,
          outcome: 'refused',
          text: refusal.text,
          ...subject,
          detail: { kind: refusal.kind, ...(account === undefined ? {} : { account }) },
        }),
      );
    }
    return err(refusal);
  }
}

type Subject = { vmid?: number; changeId?: number; from?: string; account?: string };

/**
 * What the refused call was about, as far as its input says so. Of a name at sign-in only one that there is: people
 * type passwords there.
 */
async function about({ db }: Access, verb: RpcVerb, input: unknown): Promise<Subject> {
  const { vmid, id, from, name } = (typeof input === 'object' && input !== null ? input : {}) as Record<
    string,
    unknown
  >;
  const signsIn = verb === 'signIn' || verb === 'demoSignIn';
  const account =
    verb === 'signIn' && typeof name === 'string' ? await db.read.user.findUnique({ where: { name } }) : null;
  return {
    ...(vmidSchema.safeParse(vmid).success ? { vmid: vmid as number } : {}),
    ...(rowIdSchema.safeParse(id).success ? { changeId: id as number } : {}),
    ...(signsIn && typeof from === 'string' ? { from: from.slice(0, 100) } : {}),
    ...(account ? { account: account.name } : {}),
  };
}
