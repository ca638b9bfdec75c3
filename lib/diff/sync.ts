/**
 * The sync word of a container, the same on every page.
 *
 * Missing data is never in sync: what is stale, unread or unreadable is *unknown*, whatever it said before; so is a
 * container of which all is in sync but the firewall, which could not be read. A container without a desired state is *unmanaged*. While an operation, a run or an approved change is under way it
 * is *changing*, and a difference is no drift yet.
 */
import { diffContainer, differences } from '@/lib/diff/diff';
import { withoutFirewall } from '@/lib/diff/unread-firewall';
import type { ObservedContainer } from '@/lib/live/observed';
import type { SyncWord } from '@/lib/live/view';
import type { ContainerSpec } from '@/lib/spec/container';

export function syncWord(input: {
  desired: ContainerSpec | null;
  observed: ObservedContainer | null;
  fresh: boolean;
  changing: boolean;
}): { word: SyncWord; differences: number } {
  const { desired, observed, fresh, changing } = input;
  if (!desired) return { word: 'unmanaged', differences: 0 };
  const unread = !observed?.config || observed.unreadable !== null || observed.status === 'unknown';
  if (!fresh || unread) return { word: 'unknown', differences: 0 };
  const live = { ...observed.config, power: observed.status } as NonNullable<ObservedContainer['config']>;
  const rows = differences(diffContainer(desired, live, observed.pending));
  const count = (observed.firewallUnread === null ? rows : withoutFirewall(rows)).length;
  if (changing) return { word: 'changing', differences: count };
  if (count > 0) return { word: 'drifted', differences: count };
  return { word: observed.firewallUnread === null ? 'in sync' : 'unknown', differences: 0 };
}
