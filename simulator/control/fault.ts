/** The faults that the control port sets, and which requests they meet. */
import { z } from 'zod';

const about = z.object({ type: z.string().optional(), text: z.string() });

export const faultSchema = z.strictObject({
  /** A name to delete it by; one is made if absent. */
  id: z.string().optional(),
  /** Only requests whose `METHOD /path` matches this regular expression. */
  match: z.string().optional(),
  /** Only requests with this method. */
  method: z.string().optional(),
  /** How often it happens; until deleted if absent. */
  times: z.int().min(1).optional(),
  /** Waits before the request is handled. */
  latencyMs: z.number().min(0).optional(),
  /** Answers with this status, and `text` as the reason phrase, instead of handling the request. */
  status: z.int().min(100).max(599).optional(),
  text: z.string().optional(),
  /** Closes the connection: before the request is handled, or after, so that only the answer is lost. */
  drop: z.enum(['before', 'after']).optional(),
  /** Never answers. */
  hang: z.boolean().optional(),
  /** The container's configuration answers nonsense. */
  garbage: z.int().optional(),
  /** A task of the type (any, if absent) fails with the text. */
  taskFail: about.optional(),
  /** A task of the type ends well, but with the text as a warning. */
  taskWarn: about.optional(),
  /** A task of the type, or any, never ends. */
  taskHang: z.union([z.boolean(), z.string()]).optional(),
  /** Connections are refused. */
  down: z.boolean().optional(),
  /** Connections are taken and never answered. */
  blackhole: z.boolean().optional(),
  /** Every token is answered 401. */
  tokenRevoked: z.boolean().optional(),
  /** The host's clock is ahead by this. */
  clockSkewSeconds: z.number().optional(),
  /** The storage of this name has no space left. */
  storageFull: z.string().optional(),
  /** A container keeps a lock that no task holds. */
  stuckLock: z.object({ vmid: z.int(), lock: z.string().default('backup') }).optional(),
  /** The host shows another certificate, and known connections are closed. */
  certificateChanged: z.boolean().optional(),
  /** A node of this name is offline. */
  nodeDown: z.string().optional(),
});

export type Fault = z.infer<typeof faultSchema> & { id: string };
export type RequestLine = { method: string; path: string; authid: string | null };

export function matches(fault: Fault, request: RequestLine): boolean {
  if (fault.method && fault.method.toUpperCase() !== request.method) return false;
  return !fault.match || new RegExp(fault.match).test(`${request.method} ${request.path}`);
}

/** One occurrence of a fault is used up. */
export function take(faults: Fault[], fault: Fault): void {
  if (fault.times === undefined) return;
  fault.times--;
  if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
}
