/**
 * The stages that a packet can pass, each with all its lines in order: what Proxmox checks before a guest's own chain
 * stands with it in one list. Where no line matches, the stage is open, and `open` says why.
 */
import type { FamilyRules } from '@/lib/firewall/compile';
import type { Direction } from '@/lib/firewall/group';
import type { NicChains } from '@/lib/firewall/guest-chain';
import type { Chain } from '@/lib/firewall/match';
import type { Guest, Nic } from '@/lib/firewall/model';
import type { By, Stage } from '@/lib/firewall/packet';

export type Step = {
  at: Pick<By, 'stage' | 'vmid' | 'nic'>;
  lines: Chain;
  /** Null where a stage without a match has no say. */
  open: By | null;
  /** Accepting here marks the packet (SEMANTICS 10). */
  marks: boolean;
};

export type NicSteps = Record<Direction, Step>;

/** Both stages of a NIC with the flag; without the flag it has none (SEMANTICS 1). */
export function nicSteps({ vmid, firewall }: Guest, nic: Nic, chains: NicChains, rules: FamilyRules): NicSteps {
  const invalid = rules.invalid === null ? [] : [rules.invalid];
  const reason = firewall.enable === true ? 'no-chain' : 'guest-firewall-off';
  const step = (direction: Direction, first: Chain): Step => {
    const at = { stage: `guest-${direction}` as const, vmid, nic: nic.id };
    const chain = chains[direction];
    return {
      at,
      lines: chain === undefined ? first : [...first, ...chain],
      open: { ...at, kind: 'unfiltered', reason },
      marks: direction === 'out' && chain !== undefined,
    };
  };
  return { in: step('in', [...invalid, ...rules.front]), out: step('out', invalid) };
}

export function hostStep(chain: Chain | undefined, direction: Direction): Step {
  const at = { stage: `host-${direction}` as const };
  const open: By = { ...at, kind: 'unfiltered', reason: 'host-firewall-off' };
  return { at, lines: chain ?? [], open, marks: false };
}

/** Between two bridges, or within one: no rules, no policy. */
export const betweenStep = (stage: Extract<Stage, 'bridge' | 'route'>, rules: FamilyRules): Step => ({
  at: { stage },
  lines: rules.invalid === null ? [] : [rules.invalid],
  open: null,
  marks: false,
});

export type FamilySteps = { host: NicSteps; bridge: Step; route: Step };

export const familySteps = (rules: FamilyRules): FamilySteps => ({
  host: { in: hostStep(rules.host?.in, 'in'), out: hostStep(rules.host?.out, 'out') },
  bridge: betweenStep('bridge', rules),
  route: betweenStep('route', rules),
});
