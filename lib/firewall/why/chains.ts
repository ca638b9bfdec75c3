/** Every chain of a node as it stands, and the bridges that packets of the host can be on. */
import type { Family } from '@/lib/firewall/address';
import type { Ruleset } from '@/lib/firewall/compile';
import type { Chain } from '@/lib/firewall/match';

export type Chains = { all: { vmid?: number; chain: Chain; family: Family }[]; bridges: ReadonlySet<string> };

export function chainsOf({ lab, steps, guests }: Ruleset): Chains {
  const families: readonly Family[] = [4, 6];
  const all = families.flatMap((family) => [
    ...[steps[family].host.in, steps[family].host.out].map(({ lines }) => ({ chain: lines, family })),
    ...[...guests].flatMap(([{ vmid }, { nics }]) =>
      [...nics[family].values()].flatMap((nic) =>
        [nic.in, nic.out].map(({ lines }) => ({ vmid, chain: lines, family })),
      ),
    ),
  ]);
  const named = [...lab.networks, ...lab.guests.flatMap(({ nics }) => nics)].map(({ bridge }) => bridge);
  return { all, bridges: new Set(named) };
}
