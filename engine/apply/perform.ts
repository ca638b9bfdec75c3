/**
 * Performs one call of a run: a step, or the inverse of one. It is sent at most once.
 *
 *  1. A call that a crash left without an outcome is only asked about: its task, or what the config says.
 *  2. Otherwise the config is read; if it is not as the last reading left it, nothing is sent.
 *  3. Intent into the journal; then the call, with the digest just read, so that Proxmox refuses it should anybody have
 *     written in between; the task to its end; the config read back; outcome into the journal.
 *
 * The outcome is *done* (read back), *not done* (for certain) or *unknown* (nobody can say), and for the last a
 * person is needed.
 */
import { journal, type StepKey, type Unfinished, unfinishedCall } from '@/engine/apply/journal';
import { type InFlight, mayHaveArrived, pause } from '@/engine/apply/operate';
import { findOwnTask, taskTypeOf } from '@/engine/apply/own-tasks';
import type { Engine } from '@/engine/context';
import { json } from '@/engine/verbs/store-plan';
import type { ObservedContainer } from '@/lib/live/observed';
import { canonicalJson } from '@/lib/plan/canonical';
import { unmet } from '@/lib/plan/expect';
import type { Step } from '@/lib/plan/plan';
import { formatFirewall } from '@/lib/pve/config';
import { err, ok, type Result } from '@/lib/result';
import type { ConfiguredSpec } from '@/lib/spec/container';

export type Performed =
  | { kind: 'done'; readBack: string; digest: string | null }
  | { kind: 'not done'; text: string }
  | { kind: 'unknown'; text: string }
  /** The engine is stopping; the journal says where to take it up. */
  | { kind: 'interrupted' };

export type Performing = {
  key: StepKey;
  step: Step;
  undo: boolean;
  /** What the config's digest must be before the call; null: whatever it is, as long as `expected` holds. */
  digest: string | null;
  /** What the container must read as before the call. */
  expected: (live: ConfiguredSpec) => string | null;
};

export async function perform(engine: Engine, what: Performing, flight: InFlight): Promise<Performed> {
  const open = await unfinishedCall(engine, what.key, what.undo);
  if (open) {
    const resumed = await resume(engine, what, open, flight);
    // Known not to have been done: it may be sent now, for the first time that counts.
    if (resumed.kind !== 'not done') return resumed;
  }
  const before = await readContainer(engine, what.step, isFirewall(what.step));
  if (!before.ok) return finish(engine, what, { kind: 'not done', text: `${before.error} Nothing was sent.` });
  const { config, digest } = before.value;
  const moved =
    what.digest !== null && digest !== what.digest
      ? 'its configuration was written by somebody else'
      : what.expected(config);
  if (moved) return finish(engine, what, { kind: 'not done', text: `Nothing was sent, for ${moved}.` });

  const params = await withDigest(engine, what.step, digest);
  if (flight.signal.aborted) return { kind: 'interrupted' };
  const { method, path } = what.step.call;
  await journal(engine, what.key, 'intent', `${method} ${path} ${shown(what.step.call.params)}`.trim(), {
    undo: what.undo,
    digest,
  });
  const sentAt = engine.clock();
  const sent = await engine.proxmox.send<unknown>(method, path, params, { requestId: flight.requestId });
  if (!sent.ok && !mayHaveArrived(sent.error))
    return finish(engine, what, { kind: 'not done', text: `Proxmox refused: ${sent.error.text}` });
  if (!sent.ok) {
    await journal(
      engine,
      what.key,
      'note',
      `No answer came: ${sent.error.text}. It is not sent again; the configuration is read instead.`,
    );
    return resume(engine, what, { at: sentAt, digest, upid: null }, flight);
  }
  const upid = typeof sent.value === 'string' && sent.value.startsWith('UPID:') ? sent.value : null;
  await noteSent(engine, what, upid);
  return upid ? followTask(engine, what, upid, flight) : finish(engine, what, await readBack(engine, what));
}

async function noteSent(engine: Engine, what: Performing, upid: string | null): Promise<void> {
  const text = upid ? `Proxmox began ${upid}` : 'Proxmox took it';
  const body = { undo: what.undo, ...(upid ? { upid } : {}) };
  await journal(engine, what.key, 'sent', text, body, upid && !what.undo ? { upid } : undefined);
}

/** Asks what became of a call, and sends nothing. */
async function resume(engine: Engine, what: Performing, open: Unfinished, flight: InFlight): Promise<Performed> {
  if (open.upid) return followTask(engine, what, open.upid, flight);
  const type = taskTypeOf(what.step.call.path);
  let last = 'it could not be read';
  // The host may still be about to carry it out: not done is said only after a while.
  for (const waitMs of [0, 500, 1_000, 2_000, 3_000]) {
    await pause(waitMs, flight.signal);
    if (flight.signal.aborted) return { kind: 'interrupted' };
    if (type) {
      const { node, vmid } = what.step;
      const task = await findOwnTask(engine, { node, vmid, type, since: open.at });
      if (task.ok && task.value) {
        await noteSent(engine, what, task.value);
        return followTask(engine, what, task.value, flight);
      }
    }
    const read = await readContainer(engine, what.step, isFirewall(what.step));
    if (!read.ok) {
      last = read.error;
      continue;
    }
    if (unmet(what.step, read.value.config).length === 0) return finish(engine, what, done(what, read.value.digest));
    if (open.digest !== null && read.value.digest !== open.digest && !isFirewall(what.step))
      return finish(engine, what, {
        kind: 'unknown',
        text: 'Whether it was done cannot be told: the configuration was written since, and does not read as asked.',
      });
    last = '';
  }
  if (last !== '')
    return finish(engine, what, { kind: 'unknown', text: `Whether it was done cannot be told: ${last}` });
  return finish(engine, what, {
    kind: 'not done',
    text: 'No answer came, and the configuration reads as before: it was not done.',
  });
}

async function followTask(engine: Engine, what: Performing, upid: string, flight: InFlight): Promise<Performed> {
  const log: string[] = [];
  const ended = await engine.proxmox.waitForTask(upid, { ...flight, onLog: (lines) => log.push(...lines) });
  if (flight.signal.aborted) return { kind: 'interrupted' };
  const lines = ended.ok ? ended.value.log : log;
  await journal(
    engine,
    what.key,
    'task',
    ended.ok ? `The task ended: ${ended.value.exitStatus}` : ended.error.text,
    { undo: what.undo },
    what.undo ? undefined : { log: json(lines.slice(-200)) },
  );
  if (ended.ok && ended.value.ok) return finish(engine, what, await readBack(engine, what));
  if (!ended.ok && ended.error.kind !== 'task-failed')
    return finish(engine, what, {
      kind: 'unknown',
      text: `What became of ${upid} cannot be told: ${ended.error.text}`,
    });
  const status = ended.ok ? ended.value.exitStatus : ended.error.kind === 'task-failed' ? ended.error.exitStatus : '';
  return finish(engine, what, { kind: 'not done', text: `The task failed: ${status}.` });
}

async function readBack(engine: Engine, what: Performing): Promise<Performed> {
  const read = await readContainer(engine, what.step, isFirewall(what.step));
  if (!read.ok) return { kind: 'unknown', text: `Proxmox took it, but it cannot be read back: ${read.error}` };
  const missing = unmet(what.step, read.value.config);
  if (missing.length === 0) return done(what, read.value.digest, read.value.observed);
  return {
    kind: 'not done',
    text: `Proxmox took it, but ${missing.map((edit) => edit.label).join(', ')} does not read as asked.`,
  };
}

function done({ step }: Performing, digest: string | null, observed?: ObservedContainer): Performed {
  const keys = Object.keys(step.call.params).flatMap((key) =>
    key === 'delete' ? (step.call.params.delete ?? '').split(',') : [key],
  );
  const waits = observed?.pending.some(
    (pending) => keys.includes(pending.key) && (pending.pending !== null || pending.delete),
  );
  const values = step.edits.map((edit) => `${edit.label} ${edit.to}`).join(', ');
  return {
    kind: 'done',
    readBack: waits ? `reads back ${values}, pending until a restart` : `reads back ${values}`,
    digest,
  };
}

/** The outcome and what it makes of the step are one transaction: a crash finds both or neither. */
async function finish(engine: Engine, what: Performing, performed: Performed): Promise<Performed> {
  if (performed.kind === 'interrupted') return performed;
  const text = performed.kind === 'done' ? `Done: ${performed.readBack}.` : performed.text;
  const digest = performed.kind === 'done' ? performed.digest : null;
  const endedAt = new Date(engine.clock());
  const step = what.undo
    ? performed.kind === 'done'
      ? { status: 'undone' }
      : undefined
    : performed.kind === 'done'
      ? { status: 'done', endedAt, readBack: performed.readBack }
      : { status: performed.kind === 'unknown' ? 'unknown' : 'failed', endedAt };
  await journal(engine, what.key, 'outcome', text, { undo: what.undo, outcome: performed.kind, digest }, step);
  return performed;
}

export type Read = { config: ConfiguredSpec; digest: string | null; observed: ObservedContainer };

/** The container as it is now, its power state in the config; `firewall`: only with its firewall. */
export async function readContainer(
  engine: Engine,
  { node, vmid, hostname }: Pick<Step, 'node' | 'vmid' | 'hostname'>,
  firewall = false,
): Promise<Result<Read, string>> {
  const read = await engine.observer.refresh(node, vmid);
  if (!read.ok) return err(`${hostname} could not be read: ${read.error.text}.`);
  const { config, digest, unreadable, firewallUnread, status } = read.value;
  if (unreadable !== null || !config)
    return err(`The configuration of ${hostname} cannot be read: ${unreadable ?? 'it is empty'}.`);
  if (firewall && firewallUnread !== null) return err(`The firewall of ${hostname} cannot be read: ${firewallUnread}.`);
  return ok({ config: status === 'unknown' ? config : { ...config, power: status }, digest, observed: read.value });
}

const isFirewall = (step: Step) => step.call.path.includes('/firewall/');

/** FACTS §9: the firewall's sections have digests of their own. Power calls take none. */
async function withDigest(engine: Engine, { call }: Step, digest: string | null): Promise<Record<string, string>> {
  const section = /^(.*\/firewall\/(?:options|rules))(?:\/|$)/.exec(call.path)?.[1];
  if (section) {
    const answer = await engine.proxmox.get<unknown>(section);
    const holder = answer.ok ? (Array.isArray(answer.value) ? answer.value[0] : answer.value) : null;
    const own = (holder as { digest?: unknown } | null | undefined)?.digest;
    return typeof own === 'string' ? { ...call.params, digest: own } : call.params;
  }
  const takesDigest = /\/(?:config|resize)$/.test(call.path);
  return takesDigest && digest !== null ? { ...call.params, digest } : call.params;
}

const shown = (params: Record<string, string>) =>
  Object.entries(params)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

/** For `expected` of a firewall step: why the firewall is not the one that was planned against, or null. */
export function firewallMoved(expected: ConfiguredSpec, live: ConfiguredSpec): string | null {
  const same = canonicalJson(formatFirewall(expected.firewall)) === canonicalJson(formatFirewall(live.firewall));
  return same ? null : 'its firewall was written by somebody else';
}
