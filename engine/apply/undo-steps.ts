/**
 * Puts back what a run has done: the inverses of its done steps, in reverse order, each journalled like a step. A
 * value that somebody has changed since is left alone. At the end the containers must read as they did before.
 */
import type { CarriedRun, CarriedStep } from '@/engine/apply/carried-run';
import type { InFlight } from '@/engine/apply/operate';
import { perform, readContainer } from '@/engine/apply/perform';
import type { Engine } from '@/engine/context';
import { canonicalJson } from '@/lib/plan/canonical';
import { unmet } from '@/lib/plan/expect';
import type { Step } from '@/lib/plan/plan';
import { formatContainerConfig, formatFirewall } from '@/lib/pve/config';
import type { ConfiguredSpec } from '@/lib/spec/container';

export type UndoEnd =
  | { kind: 'as before'; text: string }
  | { kind: 'not as before'; text: string }
  | { kind: 'unknown'; text: string }
  | { kind: 'interrupted' };

export async function undoSteps(engine: Engine, run: CarriedRun, flight: InFlight): Promise<UndoEnd> {
  const toUndo = run.steps.filter(({ status }) => status === 'done').reverse();
  const before = run.steps.filter(({ status }) => status === 'undone');
  const undone: string[] = before.map(nameOf);
  for (const carried of toUndo) {
    const left = () => toUndo.filter(({ status }) => status === 'done').map(nameOf);
    const inverse = inverseOf(carried.step);
    if (typeof inverse === 'string')
      return {
        kind: 'not as before',
        text: account(undone, left(), `${nameOf(carried)} cannot be put back: ${inverse}.`),
      };
    const performed = await perform(
      engine,
      {
        key: { runId: run.id, position: carried.position },
        step: inverse,
        undo: true,
        digest: null,
        expected: (live) => (unmet(carried.step, live).length === 0 ? null : 'somebody has changed that value since'),
      },
      flight,
    );
    if (performed.kind === 'interrupted') return performed;
    if (performed.kind !== 'done') {
      const kind = performed.kind === 'unknown' ? 'unknown' : 'not as before';
      return { kind, text: account(undone, left(), `Putting back ${nameOf(carried)} failed. ${performed.text}`) };
    }
    carried.status = 'undone';
    undone.push(nameOf(carried));
  }
  const differing = await notAsBefore(engine, run);
  if (differing.length > 0)
    return { kind: 'not as before', text: account(undone, [], `Not as before: ${differing.join(' ')}`) };
  return {
    kind: 'as before',
    text: undone.length > 0 ? `Put back: ${undone.join('; ')}.` : 'Nothing was done, nothing had to be put back.',
  };
}

const nameOf = ({ step }: CarriedStep) => `${step.hostname}: ${step.title}`;

function account(undone: string[], left: string[], what: string): string {
  return [
    what,
    undone.length > 0 ? `Put back: ${undone.join('; ')}.` : 'Nothing was put back.',
    left.length > 0 ? `Still done: ${left.join('; ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The inverse as a step of its own, whose edits lead back; or why there is none. */
function inverseOf(step: Step): Step | string {
  if ('none' in step.inverse) return step.inverse.none;
  return { ...step, call: step.inverse, edits: step.edits.map((edit) => ({ ...edit, from: edit.to, to: edit.from })) };
}

/** What the run touched; somebody else's edit of anything else is drift, and shows as such. */
async function notAsBefore(engine: Engine, run: CarriedRun): Promise<string[]> {
  const texts: string[] = [];
  const intents = await engine.db.read.journal.findMany({
    where: { runId: run.id, kind: 'intent' },
    select: { position: true },
  });
  const begun = new Set(intents.map(({ position }) => position));
  for (const { vmid, live } of run.plan.observed) {
    const steps = run.steps.filter(({ step, position }) => step.vmid === vmid && begun.has(position));
    if (steps.length === 0) continue;
    const touched = new Set(steps.flatMap(({ step }) => keysOf(step)));
    const read = await readContainer(engine, live, touched.has('firewall'));
    if (!read.ok) texts.push(read.error);
    else {
      const keys = differingKeys(live, read.value.config).filter((key) => touched.has(key));
      if (keys.length > 0) texts.push(`${live.hostname} differs in ${keys.join(', ')}.`);
    }
  }
  return texts;
}

/** The config keys that a step sets, or `firewall`, or `power`. */
function keysOf({ call }: Step): string[] {
  if (call.path.includes('/firewall/')) return ['firewall'];
  if (call.path.includes('/status/')) return ['power'];
  if (call.path.endsWith('/resize')) return [call.params.disk ?? ''];
  const { delete: gone = '', revert = '', ...set } = call.params;
  return [...Object.keys(set), ...gone.split(','), ...revert.split(',')];
}

function differingKeys(before: ConfiguredSpec, now: ConfiguredSpec): string[] {
  const [was, is] = [formatContainerConfig(before), formatContainerConfig(now)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => was[key] !== is[key]);
  const sameFirewall = canonicalJson(formatFirewall(before.firewall)) === canonicalJson(formatFirewall(now.firewall));
  return [...keys, ...(sameFirewall ? [] : ['firewall']), ...(before.power === now.power ? [] : ['power'])].sort();
}
