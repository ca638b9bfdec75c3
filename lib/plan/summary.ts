/**
 * A plan in two short paragraphs: what will be different, then what it costs. Names first, digits for numbers, no
 * word that the steps do not bear out.
 */
import { countText, listText } from '@/lib/format/list';
import type { Plan, Step } from '@/lib/plan/plan';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

/** "alpine-vaultwarden gets 3 GiB instead of 2." */
export function differenceOf(plan: Plan, beforeOf: Map<number, ContainerSpec>): string {
  if (plan.steps.length === 0) {
    const own = plan.desired.map((spec) => spec.hostname).join(', ');
    const block = plan.notes.find((note) => note.severity === 'block');
    if (block) return block.text;
    return beforeOf.size === 0 || own === ''
      ? 'Nothing changes.'
      : `Only what Wheelhouse itself keeps of ${own} changes.`;
  }
  const liveOf = new Map(plan.observed.map(({ vmid, live }) => [vmid, live]));
  const wantOf = new Map(plan.desired.map((spec) => [spec.vmid, spec]));
  const rules = new Set<number>();
  return plan.steps
    .flatMap((step) => {
      const live = liveOf.get(step.vmid);
      const want = wantOf.get(step.vmid);
      if (!live || !want) return [];
      // a list of rules takes several steps and one sentence
      if (step.id.includes('/firewall.rules.')) {
        if (rules.has(step.vmid)) return [];
        rules.add(step.vmid);
      }
      return [sentenceOf(step, live, want)];
    })
    .join(' ');
}

function sentenceOf(step: Step, live: ConfiguredSpec, want: ContainerSpec): string {
  const who = step.hostname;
  const back = step.reason === 'drift';
  switch (step.id.slice(step.id.indexOf('/') + 1)) {
    case 'memoryMiB':
      return gets(who, back, 'memory', want.memoryMiB, live.memoryMiB, memory);
    case 'swapMiB':
      return back
        ? `The swap of ${who} goes back to ${memory(want.swapMiB)}.`
        : `${who} gets ${memory(want.swapMiB)} of swap instead of ${memory(live.swapMiB)}.`;
    case 'cores':
      return want.cores === undefined
        ? `${who} may use every core of the host.`
        : gets(who, back, 'number of cores', want.cores, live.cores, (n) => `${n} ${n === 1 ? 'core' : 'cores'}`);
    case 'description':
      return `The description of ${who} changes.`;
    case 'tags':
      return want.tags.length === 0 ? `${who} loses its tags.` : `The tags of ${who} become ${want.tags.join(', ')}.`;
    case 'onboot':
      return want.onboot ? `${who} starts when the host does.` : `${who} no longer starts when the host does.`;
    case 'protection':
      return want.protection ? `${who} is protected from removal.` : `${who} is no longer protected from removal.`;
    case 'hostname':
      return `${live.hostname} is called ${want.hostname}.`;
    case 'power':
      return want.power === 'running' ? `${who} starts.` : `${who} shuts down.`;
    default:
      if (step.id.includes('/firewall.rules.')) return `The firewall rules of ${who} change.`;
      return `${who}: ${step.title.charAt(0).toLowerCase()}${step.title.slice(1)}.`;
  }
}

function gets(
  who: string,
  back: boolean,
  what: string,
  to: number,
  from: number | undefined,
  say: (n: number) => string,
): string {
  if (back) return `The ${what} of ${who} goes back to ${say(to)}.`;
  if (from === undefined) return `${who} gets ${say(to)}.`;
  const [number, unit] = say(from).split(' ');
  const sameUnit = unit?.replace(/s$/, '') === say(to).split(' ')[1]?.replace(/s$/, '');
  return `${who} gets ${say(to)} instead of ${sameUnit ? number : say(from)}.`;
}

/** "Nothing stops. No data is touched. Everything can be undone." */
export function costOf(plan: Plan, restartSeconds: Map<number, number>): string {
  if (plan.steps.length === 0) return '';
  const down = namesOf(plan.steps.filter((step) => step.effect === 'downtime'));
  const waits = plan.steps.filter((step) => step.effect === 'reboot');
  const host = plan.steps.filter((step) => step.class === 'host').length;
  const drift = plan.steps.filter((step) => step.reason === 'drift').length;
  return [
    down.length > 0
      ? `${listText(down)} ${down.length === 1 ? 'stops' : 'stop'} and ${down.length === 1 ? 'stays' : 'stay'} down.`
      : 'Nothing stops.',
    waits.length > 0 && restartSentence(waits, restartSeconds),
    drift > 0 && `${countText(drift, 'step puts', 'steps put')} back what somebody changed outside Wheelhouse.`,
    host > 0 && `${countText(host, 'step needs', 'steps need')} root on the host.`,
    'No data is touched.',
    undoOf(plan),
  ]
    .filter(Boolean)
    .join(' ');
}

function restartSentence(waits: Step[], restartSeconds: Map<number, number>): string {
  const names = namesOf(waits);
  const seconds = [...new Set(waits.map((step) => step.vmid))].map((vmid) => restartSeconds.get(vmid));
  const [only] = seconds;
  const about = names.length === 1 && only !== undefined ? ` A restart takes about ${Math.round(only)} s.` : '';
  return `${countText(waits.length, 'step waits', 'steps wait')} for the next restart of ${listText(names)}.${about}`;
}

/** Whether it can be put back, and what cannot. */
export function undoOf(plan: Plan): string {
  const gone = plan.steps.flatMap((step) =>
    'none' in step.inverse ? [`${step.hostname}: ${step.title}. ${sentence(step.inverse.none)}`] : [],
  );
  if (gone.length === 0) return 'Everything can be undone.';
  const rest = gone.length < plan.steps.length ? ' The rest can be undone.' : '';
  return `Cannot be put back: ${gone.join(' ')}${rest}`;
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const namesOf = (steps: Step[]) => [...new Set(steps.map((step) => step.hostname))];
/** MiB below 1 GiB and where GiB would need more than two decimals, else GiB. */
function memory(mib: number): string {
  const gib = mib / 1024;
  if (mib >= 1024 && Number.isInteger(gib * 4)) return `${gib} GiB`;
  return `${mib.toLocaleString('en-US')} MiB`;
}
