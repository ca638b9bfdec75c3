/**
 * The guest's own firewall: its rules, one call each, and its options in one PUT. Rules come before the options in
 * the order of steps, and both before the NICs, so that a filter that is switched on already knows what to let in.
 */

import { stoppedText } from '@/lib/plan/config-step';
import { type Drafted, type Drafting, editsOf, reasonOf } from '@/lib/plan/draft';
import type { ApiCall } from '@/lib/plan/plan';
import { listText, type RuleCall, ruleEdits } from '@/lib/plan/rule-edits';
import { titleOf } from '@/lib/plan/title';
import { formatFirewall } from '@/lib/pve/firewall';
import type { ConfiguredSpec } from '@/lib/spec/container';

/** FACTS §6: pve-firewall takes up what changed within 10 s. */
const runningText = 'felt within 10 s, nothing stops';

export function firewallStep(drafting: Drafting, property: string): Drafted {
  const { live, want, rows } = drafting;
  const stopped = live.power === 'stopped';
  const common = {
    effect: stopped ? ('immediate' as const) : ('hot' as const),
    effectText: stopped ? stoppedText : runningText,
    class: 'token' as const,
    reason: reasonOf(drafting, property),
  };
  if (property === 'firewall.options') {
    const have = formatFirewall(live.firewall).options;
    const then = formatFirewall(want.firewall).options;
    const call = setOptions(live, have, then);
    if (Object.keys(call.params).length === 0) return { steps: [], notes: [] };
    const inverse = setOptions(live, then, have);
    return {
      steps: [{ ...common, name: property, title: titleOf(rows), edits: editsOf(rows), call, inverse }],
      notes: [],
    };
  }
  const edits = ruleEdits(live.firewall.rules, want.firewall.rules);
  return {
    steps: edits.map((edit, at) => ({
      ...common,
      name: `${property}.${at + 1}`,
      title: edit.title,
      edits: [{ field: property, label: 'firewall rules', from: listText(edit.before), to: listText(edit.after) }],
      call: below(live, edit.call),
      inverse: below(live, edit.inverse),
    })),
    notes: [],
  };
}

function setOptions(live: ConfiguredSpec, have: Record<string, string>, want: Record<string, string>): ApiCall {
  const changed = Object.entries(want).filter(([key, value]) => have[key] !== value);
  const gone = Object.keys(have).filter((key) => !(key in want));
  const params = Object.fromEntries(changed);
  return below(live, {
    method: 'PUT',
    path: 'options',
    params: gone.length > 0 ? { ...params, delete: gone.join(',') } : params,
  });
}

function below({ node, vmid }: ConfiguredSpec, call: RuleCall): ApiCall {
  return { ...call, path: `/nodes/${node}/lxc/${vmid}/firewall/${call.path}` };
}
