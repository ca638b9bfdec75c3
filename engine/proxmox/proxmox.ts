/** What the engine asks of Proxmox. `connect.ts` makes one over HTTPS; nothing else in the engine knows HTTP. */
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { Result } from '@/lib/result';

export type TaskEnd = { exitStatus: string; ok: boolean; warnings: number; log: string[] };

export type CallOptions = {
  /** Sent on as a header of ours is not allowed; it goes into our log beside the call. */
  requestId?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
};

export type Proxmox = {
  /** host:port, for people. */
  readonly endpoint: string;
  /** What its certificate is checked by, and the SHA-256 fingerprint of the one that passed last. */
  certificate(): { trustedBy: 'fingerprint' | 'ca' | 'system'; fingerprint: string | null };
  /** A read. Retried with backoff when that is safe; `params` go into the query. */
  get<T = unknown>(
    path: string,
    params?: Record<string, string | number>,
    options?: CallOptions,
  ): Promise<Result<T, ProxmoxError>>;
  /** A write. Sent once, never again; `data` of the answer (often null, or a UPID). */
  send<T = unknown>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    params?: Record<string, string>,
    options?: CallOptions,
  ): Promise<Result<T, ProxmoxError>>;
  /** Follows a task to its end, reading its log as it grows. Polls fast first, then slower. */
  waitForTask(
    upid: string,
    options?: CallOptions & { onLog?: (lines: string[]) => void },
  ): Promise<Result<TaskEnd, ProxmoxError>>;
  close(): void;
};
