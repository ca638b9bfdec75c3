/**
 * Performs one call of a run: a step, or the inverse of one. It is sent at most once.
 *
 *  1. A call that has an outcome in the journal has that outcome. One that a crash left without is only asked about:
 *     its task, or what the config says; and is sent only when it is certain that the first time never arrived.
 *  2. Otherwise the config is read; if it is not as the last reading left it, nothing is sent.
 *  3. Intent into the journal; then the call, with the digest just read, so that Proxmox refuses it should anybody have
 *     written in between; the task to its end; the config read back; outcome into the journal.
 *
 * The outcome is *done* (read back), *not done* (for certain) or *unknown* (nobody can say), and for the last a
 * person is needed.
 */
import { journal, readJournal, type StepKey, type Unfinished } from '@/engine/apply/journal';
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
  const { open, outcome } = await readJournal(engine, what.key, what.undo);
  // The engine died after the outcome and before anything was made of it.
  if (outcome?.kind === 'done') return { ...outcome, kind: 'done', readBack: outcome.text };
  if (outcome) return { kind: outcome.kind, text: outcome.text };
  if (open) {
    const resumed = await resume(engine, what, open, flight);
    if (resumed.kind === 'interrupted') return resumed;
    const { open: now } = await readJournal(engine, what.key, what.undo);
    if (resumed.kind !== 'not done' || now?.sent) return finish(engine, what, resumed);
    await journal(engine, what.key, 'note', `${resumed.text} It is sent now.`, { undo: what.undo });
  }
  const before = await readContainer(engine, what.step, isFirewall(what.step));
  if (!before.ok) return finish(engine, what, { kind: 'not done', text: `${before.error} Nothing was sent.` });
  const { config, digest } = before.value;
  const moved =
    what.digest !== null && digest !== what.digest
      ? 'its configuration was written by somebody else'
      : what.expected(config);
  if (moved) return finish(engine, what, { kind: 'not done', text: `Nothing was sent, for ${moved}.` });

  const params = withDigest(what.step, before.value);
  if (flight.signal.aborted) return { kind: 'interrupted' };
  const { method, path } = what.step.call;
  await journal(engine, what.key, 'intent', `${method} ${path} ${shown(what.step.call.params)}`.trim(), {
    undo: what.undo,
    digest,
  });
  const sentAt = engine.clock();
  const sent = await engine.proxmox.send<unknown>(method, path, params, { requestId: flight.requestId });
  if (!sent.ok && !mayHaveArrived(sent.error))
    return finish(engine, what, { kind: 'not done', text: `Proxmox refused: ${sent.error.text.replace(/\.$/, '')}.` });
  if (!sent.ok) {
    await journal(
      engine,
      what.key,
      'note',
      `No answer came: ${sent.error.text}. It is not sent again; the configuration is read instead.`,
    );
    return finish(engine, what, await resume(engine, what, { at: sentAt, digest, upid: null, sent: false }, flight));
  }
  const upid = typeof sent.value === 'string' && sent.value.startsWith('UPID:') ? sent.value : null;
  await noteSent(engine, what, upid);
  return finish(
    engine,
    what,
    upid ? await followTask(engine, what, upid, flight) : await readBack(engine, what, flight),
  );
}

async function noteSent(engine: Engine, what: Performing, upid: string | null): Promise<void> {
  const text = upid ? `Proxmox began ${upid}` : 'Proxmox took it';
  const body = { undo: what.undo, ...(upid ? { upid } : {}) };
  await journal(engine, what.key, 'sent', text, body, upid && !what.undo ? { upid } : undefined);
}

/**
 * A call that waits for the container's lock is carried out up to 10 s after it came (FACTS §5), whether or not anybody
 * still listens; so before this has gone by, a config that reads as before proves nothing.
 */
const lockWaitMs = 12_000;
const readingsMs = [0, 500, 1_000, 2_000, 3_000];

/** Asks what became of a call, and sends nothing. */
async function resume(engine: Engine, what: Performing, open: Unfinished, flight: InFlight): Promise<Performed> {
  if (open.upid) return followTask(engine, what, open.upid, flight);
  const type = taskTypeOf(what.step.call.path);
  let doubt = '';
  for (let reading = 0; ; reading += 1) {
    const restMs = open.at + lockWaitMs - engine.clock();
    const enough = reading >= readingsMs.length && restMs <= 0;
    if (enough) break;
    await pause(readingsMs[reading] ?? Math.min(2_000, Math.max(100, restMs)), flight.signal);
    if (flight.signal.aborted) return { kind: 'interrupted' };
    doubt = '';
    if (type) {
      const { node, vmid } = what.step;
      const task = await findOwnTask(engine, { node, vmid, type, since: open.at });
      if (task.ok && task.value) {
        await noteSent(engine, what, task.value);
        return followTask(engine, what, task.value, flight);
      }
      if (!task.ok) doubt = `the tasks cannot be listed: ${task.error.text}.`;
    }
    const read = await readContainer(engine, what.step, isFirewall(what.step));
    if (!read.ok) {
      doubt = read.error;
      continue;
    }
    if (unmet(what.step, read.value.config).length === 0) return done(what, read.value.digest, read.value.observed);
    if (open.digest !== null && read.value.digest !== open.digest && !isFirewall(what.step))
      return {
        kind: 'unknown',
        text: 'Whether it was done cannot be told: the configuration was written since, and does not read as asked.',
      };
  }
  if (doubt !== '') return { kind: 'unknown', text: `Whether it was done cannot be told: ${doubt}` };
  return { kind: 'not done', text: 'No answer came, and the configuration reads as before: it was not done.' };
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
  if (ended.ok && ended.value.ok) return readBack(engine, what, flight);
  if (!ended.ok && ended.error.kind !== 'task-failed')
    return { kind: 'unknown', text: `What became of ${upid} cannot be told: ${ended.error.text}` };
  const status = ended.ok ? ended.value.exitStatus : ended.error.kind === 'task-failed' ? ended.error.exitStatus : '';
  return { kind: 'not done', text: `The task failed: ${status}.` };
}

/** Reads until it can be read, for a while: one answer that fails must not stop a run for a person. */
async function readBack(engine: Engine, what: Performing, flight: InFlight): Promise<Performed> {
  let why = '';
  for (const waitMs of [0, 500, 1_000, 2_000]) {
    await pause(waitMs, flight.signal);
    if (flight.signal.aborted) return { kind: 'interrupted' };
    const read = await readContainer(engine, what.step, isFirewall(what.step));
    if (read.ok) {
      const missing = unmet(what.step, read.value.config);
      if (missing.length === 0) return done(what, read.value.digest, read.value.observed);
      return {
        kind: 'not done',
        text: `Proxmox took it, but ${missing.map((edit) => edit.label).join(', ')} does not read as asked.`,
      };
    }
    why = read.error;
  }
  return { kind: 'unknown', text: `Proxmox took it, but it cannot be read back: ${why}` };
}

function done({ step }: Performing, digest: string | null, observed?: ObservedContainer): Performed {
  const keys = Object.entries(step.call.params).flatMap(([key, value]) =>
    key === 'delete' || key === 'revert' ? value.split(',') : [key],
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

/** SHA-1 of nothing: the digest of a list that is empty, and so has no entry to carry one (FACTS §6). */
const emptyDigest = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

/**
 * The call with the digest of what was just read, so that Proxmox refuses it should anybody have written since. The
 * firewall's sections have digests of their own (FACTS §9); power calls take none.
 */
function withDigest({ call }: Step, { digest, observed }: Read): Record<string, string> {
  const section = /\/firewall\/(options|rules)(?:\/|$)/.exec(call.path)?.[1];
  const { options, rules } = observed.firewallDigest;
  const own =
    section === 'options'
      ? options
      : section === 'rules'
        ? (rules ?? emptyDigest)
        : /\/(?:config|resize)$/.test(call.path)
          ? digest
          : null;
  return own === null ? call.params : { ...call.params, digest: own };
}

const shown = (params: Record<string, string>) =>
  Object.entries(params)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

/** What no digest guards: why the firewall, or the power state, is not what a step was planned against, or null. */
export function movedFor({ call }: Step, planned: ConfiguredSpec, live: ConfiguredSpec): string | null {
  if (call.path.includes('/status/') && planned.power !== live.power)
    return `somebody else changed its power: it is ${live.power}`;
  if (!call.path.includes('/firewall/')) return null;
  const same = canonicalJson(formatFirewall(planned.firewall)) === canonicalJson(formatFirewall(live.firewall));
  return same ? null : 'its firewall was written by somebody else';
}
