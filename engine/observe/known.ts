/**
 * What is known, how fresh it is, and who is told.
 *
 * Freshness is `lastAnswerAt` and nothing else. It moves with each good answer, but not while the list of states
 * fails: an answer to something else would make old states look new. When Proxmox fails, what is known is kept and
 * `error` says why. The published object is replaced, never changed.
 */
import type { Log } from '@/engine/log';
import { type Guest, viewOf } from '@/engine/observe/guest';
import { type Host, hostView } from '@/engine/observe/host';
import type { Pace } from '@/engine/observe/pace';
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { type Observed, type ObservedTask, staleAfterMs } from '@/lib/live/observed';
import type { Result } from '@/lib/result';

/** The source whose failure stops the clock of freshness. */
export const statesSource = 'states';

export type Known = {
  readonly proxmox: Proxmox;
  readonly log: Log;
  readonly pace: Pace;
  /** For requests of the observer's own; ends with it. */
  readonly options: CallOptions & { signal: AbortSignal };
  readonly guests: Map<number, Guest>;
  readonly hosts: Map<string, Host>;
  /** What fails now, and why. */
  readonly errors: Map<string, string>;
  tasks: ObservedTask[];
  beats: number;
  forbidden: string[];
  backupJobs: number | null;
  clusterFirewall: boolean | null;
  now(): number;
  /** The value of an answer, with what it means for freshness; null when there is none. */
  heard<T>(source: string, answer: Result<T, ProxmoxError>): T | null;
  /** A good answer came. */
  noteAnswer(): void;
  publish(): void;
  /** Publishes when the data has become stale, or fresh, since it was last published. */
  tick(): void;
  current(): Observed;
  onMove(listener: () => void): () => void;
  close(): void;
};

export type KnownOptions = { proxmox: Proxmox; log: Log; pace: Pace; clock: () => number };

export function createKnown({ proxmox, log, pace, clock }: KnownOptions): Known {
  const ending = new AbortController();
  const listeners = new Set<() => void>();
  const now = clock;
  let lastAnswerAt: number | null = null;
  let stale = true;

  const isStale = () => lastAnswerAt === null || now() - lastAnswerAt > staleAfterMs;
  const snapshot = (): Observed => {
    const at = now();
    const guests = [...known.guests.values()].sort((a, b) => a.vmid - b.vmid);
    return {
      lastAnswerAt,
      beats: known.beats,
      error: known.errors.values().next().value ?? null,
      endpoint: proxmox.endpoint,
      hosts: [...known.hosts.values()].map(hostView).sort((a, b) => a.node.localeCompare(b.node)),
      containers: new Map(guests.map((guest) => [guest.vmid, viewOf(guest, at)])),
      tasks: known.tasks,
      forbidden: known.forbidden,
      backupJobs: known.backupJobs,
      clusterFirewall: known.clusterFirewall,
    };
  };

  const known: Known = {
    proxmox,
    log,
    pace,
    options: { timeoutMs: pace.timeoutMs, signal: ending.signal },
    guests: new Map(),
    hosts: new Map(),
    errors: new Map(),
    tasks: [],
    beats: 0,
    forbidden: [],
    backupJobs: null,
    clusterFirewall: null,
    now,

    heard(source, answer) {
      if (answer.ok) {
        known.errors.delete(source);
        known.noteAnswer();
        return answer.value;
      }
      if (ending.signal.aborted) return null;
      if (known.errors.get(source) !== answer.error.text)
        log('warn', 'Proxmox could not be observed', { source, kind: answer.error.kind, why: answer.error.text });
      known.errors.set(source, answer.error.text);
      return null;
    },

    noteAnswer() {
      if (known.errors.has(statesSource)) return;
      lastAnswerAt = now();
      current = { ...current, lastAnswerAt };
    },

    publish() {
      stale = isStale();
      current = snapshot();
      for (const listener of listeners) {
        try {
          listener();
        } catch (cause) {
          log('error', 'a listener of the observer failed', { error: cause });
        }
      }
    },

    tick() {
      if (isStale() === stale) return;
      if (stale) log('info', 'Proxmox answers', { endpoint: proxmox.endpoint });
      else log('warn', 'what is known of Proxmox is stale', { why: current.error });
      known.publish();
    },

    current: () => current,

    onMove(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    close() {
      ending.abort(new Error('the observer is stopping'));
      listeners.clear();
    },
  };
  let current = snapshot();
  return known;
}
