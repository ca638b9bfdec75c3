/** The words and shapes of states, in one place: what a container is doing, whether it is in sync, how bad a finding is. */
import { Glyph } from '@/components/glyph/glyph';
import type { GlyphName } from '@/components/glyph/sprite';
import type { ContainerView, Severity } from '@/lib/live/view';

export type Shown = { glyph: GlyphName; tone: string; word: string };

type Stated = Pick<ContainerView, 'status' | 'held' | 'unreadable'>;

/**
 * What a container is doing. Green is earned by a probe that answers; a running container without one is grey. When
 * the data is stale nothing is healthy any more.
 */
export function stateOf(container: Stated, stale: boolean, proved = false): Shown {
  if (stale) return { glyph: 'stale', tone: 'text-ink-3', word: wasWord(container) };
  if (container.held !== null) return { glyph: 'motion', tone: 'text-intent', word: 'in motion' };
  if (container.status === 'running') {
    return proved
      ? { glyph: 'running', tone: 'text-proof', word: 'running, probe answers' }
      : { glyph: 'running', tone: 'text-ink-3', word: 'running, no probe' };
  }
  if (container.status === 'stopped') return { glyph: 'stopped', tone: 'text-ink-3', word: 'stopped' };
  return { glyph: 'unknown', tone: 'text-ink-3', word: 'state unknown' };
}

const wasWord = ({ status }: Stated) => (status === 'unknown' ? 'state unknown' : `was ${status}`);

/** Whether live is what was asked for. An open change is said before the drift that it would sweep up. */
export function syncOf(
  container: Pick<ContainerView, 'sync' | 'changeId' | 'unreadable' | 'differences'>,
  stale: boolean,
): Shown {
  if (stale) return { glyph: 'unknown', tone: 'text-ink-3', word: 'unknown' };
  if (container.unreadable !== null) return { glyph: 'unknown', tone: 'text-warn', word: 'unreadable' };
  switch (container.sync) {
    case 'in sync':
      return container.changeId === null
        ? { glyph: 'same', tone: 'text-ink-3', word: 'in sync' }
        : { glyph: 'waits', tone: 'text-intent', word: `change ${container.changeId}` };
    case 'drifted':
      return { glyph: 'drift', tone: 'text-warn', word: 'drift' };
    case 'changing':
      return {
        glyph: 'waits',
        tone: 'text-intent',
        word: container.changeId === null ? 'changing' : `change ${container.changeId}`,
      };
    case 'unmanaged':
      return { glyph: 'plus', tone: 'text-ink-3', word: 'unmanaged' };
    case 'unknown':
      return { glyph: 'unknown', tone: 'text-ink-3', word: 'unknown' };
  }
}

/** How bad a finding is. */
export function severityOf(severity: Severity): Shown {
  if (severity === 'fault') return { glyph: 'broken', tone: 'text-fault', word: 'broken' };
  if (severity === 'warn') return { glyph: 'unsound', tone: 'text-warn', word: 'unsound' };
  return { glyph: 'info', tone: 'text-ink-3', word: 'note' };
}

/** A shape, with its word for those who cannot see it. */
export function StateGlyph({ shown, className = '' }: { shown: Shown; className?: string }) {
  const turns = shown.glyph === 'motion' ? 'animate-turn' : '';
  return (
    <span className={`inline-flex flex-none items-center ${className}`} title={shown.word}>
      <Glyph name={shown.glyph} className={`${shown.tone} ${turns}`} />
      <span className="sr-only">{shown.word}</span>
    </span>
  );
}
