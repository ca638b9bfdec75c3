/** What can go wrong with a call to Proxmox. Closed: a caller that handles these has handled everything (FACTS §1). */
export type ProxmoxError =
  /** Nothing was sent, or nobody was there to take it. */
  | { kind: 'unreachable'; text: string; cause?: unknown }
  /** It was sent and no answer came: a write may or may not have happened. */
  | { kind: 'timeout'; text: string; sent: boolean }
  | { kind: 'unauthorized'; text: string }
  | { kind: 'forbidden'; text: string }
  | { kind: 'not-found'; text: string }
  /** The digest moved, it already exists, it already runs or does not run. */
  | { kind: 'conflict'; text: string }
  | { kind: 'locked'; text: string }
  | { kind: 'invalid'; text: string; fields: Record<string, string> }
  | { kind: 'task-failed'; text: string; upid: string; exitStatus: string }
  /** An answer that is not what the API says. */
  | { kind: 'malformed'; text: string; status: number }
  /** Any other refusal, with Proxmox's own text. */
  | { kind: 'refused'; text: string; status: number };

export type ProxmoxErrorKind = ProxmoxError['kind'];
