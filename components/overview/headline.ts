/**
 * The one sentence that would be enough on a phone at night: how many run, what waits for you, and the worst that is
 * wrong. Worked out here from the live map, so that it can be tested as a sentence.
 */
import { counted, countWord } from '@/lib/format/number';
import type { ContainerView, QueueItem } from '@/lib/live/view';

export type Part = { text: string; tone: 'ink' | 'intent' | 'fault'; href?: string };

/** `forbidden`: the token may not read everything, so that a list without containers says nothing. */
export function headline(
  containers: ContainerView[],
  queue: QueueItem[],
  canApprove: boolean,
  forbidden = false,
): Part[] {
  return [running(containers, forbidden), ...waiting(queue, canApprove), ...wrong(queue)];
}

function running(containers: ContainerView[], forbidden: boolean): Part {
  const total = containers.length;
  if (total === 0 && forbidden) return { text: 'No container can be seen.', tone: 'ink' };
  const up = containers.filter(({ status }) => status === 'running').length;
  const unreadable = containers.filter((container) => container.unreadable !== null).length;
  const text = total === 0 ? 'No containers.' : up === total ? `All ${total} running.` : `${up} of ${total} running.`;
  return { text: unreadable === 0 ? text : `${text} ${countWord(unreadable)} cannot be read.`, tone: 'ink' };
}

function waiting(queue: QueueItem[], canApprove: boolean): Part[] {
  const changes = queue.filter(({ kind }) => kind === 'approve');
  const [first] = changes;
  if (first === undefined) return [];
  const one = changes.length === 1;
  const href = one && first.changeId !== null ? `/changes/${first.changeId}` : '/changes';
  return [
    { text: `${countWord(changes.length)} ${one ? 'change' : 'changes'}`, tone: 'intent', href },
    { text: `${one ? 'waits' : 'wait'} for ${canApprove ? 'you' : 'approval'}.`, tone: 'ink' },
  ];
}

function wrong(queue: QueueItem[]): Part[] {
  const faults = queue.filter(({ kind, severity }) => kind === 'finding' && severity === 'fault');
  const [worst] = faults;
  if (worst === undefined) return [];
  // Not capitalised: it may begin with a container's name.
  const sentence = `${worst.title.replace(/\.$/, '')}.`;
  const more =
    faults.length === 1
      ? []
      : [{ text: `${counted(faults.length - 1, 'more fault')}.`, tone: 'fault', href: '/findings' } as Part];
  return [{ text: sentence, tone: 'fault', href: `/findings#${encodeURIComponent(worst.id)}` }, ...more];
}
