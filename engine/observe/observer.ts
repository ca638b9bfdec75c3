/** The one observer: it asks Proxmox for everybody. `observe.ts` makes one. */
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { Observed, ObservedContainer } from '@/lib/live/observed';
import type { Series } from '@/lib/live/series';
import type { Result } from '@/lib/result';

export type Observer = {
  start(): void;
  stop(): Promise<void>;
  /** What is known now; the object is replaced, not changed, when something moves. */
  current(): Observed;
  /** Called after each observation that moved something, and when the data turns stale or fresh. */
  onMove(listener: () => void): () => void;
  /** Reads config, firewall, pending and status of one container now; the answer is also in `current()`. */
  refresh(node: string, vmid: number): Promise<Result<ObservedContainer, ProxmoxError>>;
  /** Something about it is in motion: its status is asked each second until `done` is called. */
  follow(node: string, vmid: number): { done: () => void };
  /** The last hour of a container, from the ring. */
  ring(vmid: number): Series;
};
