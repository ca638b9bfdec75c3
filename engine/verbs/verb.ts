/** The shape of a use case. The dispatcher has checked the role and parsed the input before it is called. */
import type { Access, Call, Engine } from '@/engine/context';
import type { Input, Output, RpcVerb } from '@/engine/rpc/contract';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';

export type Answer<V extends RpcVerb> = Promise<Result<Output<V>, Refusal>>;
export type Verb<V extends RpcVerb> = (engine: Engine, input: Input<V>, call: Call) => Answer<V>;
/** A verb that needs only the database; the command line can call it when no engine runs. */
export type AccessVerb<V extends RpcVerb> = (access: Access, input: Input<V>, call: Call) => Answer<V>;
