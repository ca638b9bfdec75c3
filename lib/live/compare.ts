/**
 * Desired against live of one container, remembered.
 *
 * The projection runs on each beat and almost nothing moved since the last one. The comparison is kept by the
 * identity of its inputs: the observer and the engine replace an object when it changes and never change one, so the
 * same objects have the same answer. What is remembered goes when the configuration object does.
 */
import { diffContainer, differences } from '@/lib/diff/diff';
import type { FieldRow } from '@/lib/diff/field-row';
import { syncWord } from '@/lib/diff/sync';
import { withoutFirewall } from '@/lib/diff/unread-firewall';
import type { ObservedContainer } from '@/lib/live/observed';
import type { SyncWord } from '@/lib/live/view';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

export type Comparison = {
  word: SyncWord;
  differences: number;
  /** The rows that differ, of what was last read, even when that is stale. */
  rows: FieldRow[];
};

type Remembered = { desired: ContainerSpec; state: string; rows: FieldRow[]; words: Map<string, Comparison> };
const remembered = new WeakMap<ConfiguredSpec, Remembered>();

export function compare(
  desired: ContainerSpec | null,
  observed: ObservedContainer | null,
  { fresh, changing }: { fresh: boolean; changing: boolean },
): Comparison {
  const config = observed?.config;
  if (!desired || !config) return { ...syncWord({ desired, observed, fresh, changing }), rows: [] };
  const pending = observed.pending.length === 0 ? '' : JSON.stringify(observed.pending);
  const state = [observed.status, observed.unreadable, observed.firewallUnread, pending].join('|');
  let known = remembered.get(config);
  if (known?.desired !== desired || known.state !== state) {
    known = { desired, state, rows: rowsOf(desired, config, observed), words: new Map() };
    remembered.set(config, known);
  }
  const moment = `${fresh}|${changing}`;
  const last = known.words.get(moment);
  if (last) return last;
  const comparison = { ...syncWord({ desired, observed, fresh, changing }), rows: known.rows };
  known.words.set(moment, comparison);
  return comparison;
}

function rowsOf(desired: ContainerSpec, config: ConfiguredSpec, observed: ObservedContainer): FieldRow[] {
  if (observed.unreadable !== null || observed.status === 'unknown') return [];
  const rows = differences(diffContainer(desired, { ...config, power: observed.status }, observed.pending));
  return observed.firewallUnread === null ? rows : withoutFirewall(rows);
}
