import { Icon } from '@/components/glyph/glyph';
import { useStale } from '@/components/live/store';
import { useActor } from '@/components/operate/actor';
import { useAsked } from '@/components/operate/asked';
import { operate } from '@/components/operate/operate';
import { verbs } from '@/components/operate/words';
import type { ContainerView, OperationKind } from '@/lib/live/view';
import { may } from '@/lib/roles/table';

/** Why a container cannot be operated now; null: it can. */
export function useWhyOff(container: Pick<ContainerView, 'vmid' | 'held' | 'status'>): string | null {
  const { role } = useActor();
  const stale = useStale();
  const asked = useAsked(container.vmid);
  if (!may(role, 'operateContainer')) return `A ${role} may not; an operator may.`;
  if (stale) return 'Off while the data is stale.';
  if (asked !== null) return `${verbs[asked].acting} it already.`;
  if (container.held !== null)
    return `${container.held.kind === 'run' ? 'A run' : 'An operation'} of ${container.held.by} holds it.`;
  if (container.status === 'unknown') return 'Its state is not known.';
  return null;
}

/** Restart, or start what is stopped: one click, quiet until it is pointed at. */
export function OperateButton({
  container,
  className = '',
}: {
  container: Pick<ContainerView, 'vmid' | 'hostname' | 'held' | 'status'>;
  className?: string;
}) {
  const { operate: send } = useActor();
  const action: OperationKind = container.status === 'stopped' ? 'start' : 'restart';
  const why = useWhyOff(container);
  const label = `${verbs[action].act} ${container.hostname}`;
  return (
    <button
      type="button"
      aria-label={label}
      title={why === null ? label : `${label}: ${why}`}
      aria-disabled={why !== null}
      onClick={() => why === null && operate(send, container, action)}
      className={`relative z-1 grid place-items-center rounded-[3px] text-ink-3 transition-colors duration-(--tick) focus-visible:bg-press focus-visible:text-ink aria-disabled:opacity-40 [&:not([aria-disabled=true])]:hover:bg-press [&:not([aria-disabled=true])]:hover:text-ink [&:not([aria-disabled=true])]:hover:shadow-[0_0_0_1px_var(--edge)] ${className}`}
    >
      <Icon name={action} size={14} />
    </button>
  );
}
