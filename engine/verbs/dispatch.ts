/**
 * The one way in. Server actions, REST, the command line and tests all come through here: who it is (from the
 * database, nothing that the caller says of itself), whether the role may (`lib/roles/table.ts`), the input by the
 * contract's schema, then the verb. A refused change of anything is audited too.
 */

import { type Caller, resolveCredential } from '@/engine/access/resolve-credential';
import { roleRefusal } from '@/engine/access/role-refusal';
import type { Access, Call, Engine } from '@/engine/context';
import { type Credential, contract, type Input, type Output, type RpcVerb } from '@/engine/rpc/contract';
import { actorOf, audit } from '@/engine/verbs/audit';
import { registry } from '@/engine/verbs/registry';
import type { AccessVerb, Answer, Verb } from '@/engine/verbs/verb';
import { fieldErrors, type Refusal } from '@/lib/refusal';
import { err, type Result } from '@/lib/result';
import { may } from '@/lib/roles/table';

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
export async function dispatchAccess<V extends 'addUser' | 'createToken'>(
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
  const parsed = contract[verb].input.safeParse(input);
  if (!parsed.success) {
    const fields = fieldErrors(parsed.error, input).map((field) =>
      /password|token/i.test(field.field) ? { ...field, given: '***' } : field,
    );
    const first = fields[0];
    return refuse({
      kind: 'invalid',
      text: `${first?.field ?? 'The input'}: ${first?.accepted ?? 'is not accepted'}.`,
      fields,
    });
  }
  const result = await run(context, parsed.data as Input<V>, callOf(caller));
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
    if (mutating.has(verb))
      await access.db.write((tx) =>
        audit(tx, actorOf(callOf(caller)), access.clock(), {
          verb,
          outcome: 'refused',
          text: refusal.text,
          ...about(input),
          detail: { kind: refusal.kind },
        }),
      );
    return err(refusal);
  }
}

/** What the refused call was about, as far as its input says so. */
function about(input: unknown): { vmid?: number; changeId?: number } {
  const { vmid, id } = (input ?? {}) as { vmid?: unknown; id?: unknown };
  return {
    ...(Number.isSafeInteger(vmid) ? { vmid: vmid as number } : {}),
    ...(Number.isSafeInteger(id) ? { changeId: id as number } : {}),
  };
}
