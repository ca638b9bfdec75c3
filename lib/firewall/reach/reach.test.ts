import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Family } from '@/lib/firewall/address';
import { compile } from '@/lib/firewall/compile';
import { decide } from '@/lib/firewall/decide';
import type { Lab } from '@/lib/firewall/model';
import { endpointsOf } from '@/lib/firewall/reach/endpoints';
import { type Reach, reach, verdictBetween } from '@/lib/firewall/reach/reach';
import { type Random, random, randomLab } from '@/lib/firewall/testing/random-lab';
import { beyond, packetBetween, randomService } from '@/lib/firewall/testing/random-packet';

const families = [4, 6] as const;
/** Every pair, with services of which most lie at the ends of something. */
function differences(all: Reach, r: Random, times: number): string[] {
  const wrong: string[] = [];
  for (let n = 0; n < times; n++) {
    const [from, to] = [r.below(all.endpoints.length), r.below(all.endpoints.length)];
    const [source, target] = [all.endpoints[from], all.endpoints[to]];
    if (source === undefined || target === undefined) continue;
    const service = randomService(r, all.family);
    const packet = packetBetween(all.family, source, target, service);
    const [one, whole] = [decide(all.ruleset, packet), verdictBetween(all, from, to, service)];
    const [a, b] = [JSON.stringify(one), JSON.stringify(whole)];
    if (a !== b) wrong.push(`${JSON.stringify({ from: source.place, to: target.place, service })}: ${a}, at once ${b}`);
  }
  return wrong;
}

const matrix = (lab: Lab, family: Family, earlier?: Reach): Reach =>
  reach(compile(lab, earlier?.ruleset), family, [...endpointsOf(lab, family), ...beyond(family)], earlier);

describe('all pairs at once', () => {
  test('agree with one packet at a time, on random labs', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const r = random(seed);
        const lab = randomLab(r, { guests: 2 + r.below(6), rules: r.below(12), disorder: r.pick([0, 0.1, 0.4]) });
        for (const family of families) expect(differences(matrix(lab, family), r, 150)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('the random labs reach every kind of decision', () => {
    const kinds = new Set<string>();
    for (let seed = 0; seed < 120; seed++) {
      const r = random(seed);
      const lab = randomLab(r, { guests: 5, rules: 8, disorder: 0.2 });
      const all = matrix(lab, seed % 2 === 0 ? 4 : 6);
      for (let n = 0; n < 300; n++) {
        const [from, to] = [r.below(all.endpoints.length), r.below(all.endpoints.length)];
        const { by, before } = verdictBetween(all, from, to, randomService(r, all.family));
        for (const { kind } of [by, ...before]) kinds.add(kind);
      }
    }
    for (const kind of ['rule', 'policy', 'default-action', 'unfiltered', 'blacklist', 'ndp', 'igmp'])
      expect(kinds).toContain(kind);
    for (const kind of ['management', 'local-network', 'conntrack-invalid', 'stale-mark', 'radv', 'firewall-off'])
      expect(kinds).toContain(kind);
  });

  test('an edit paints the edited container alone, and nothing else changes', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const r = random(seed);
        const lab = randomLab(r, { guests: 5, rules: 6, disorder: 0.1 });
        const was = matrix(lab, 4);
        const edited = lab.guests[r.below(lab.guests.length)];
        if (edited === undefined) return;
        const rules = [{ type: 'in', action: 'REJECT', enable: true, proto: 'tcp' }, ...edited.firewall.rules];
        const guest = { ...edited, firewall: { ...edited.firewall, rules } };
        const now = matrix({ ...lab, guests: lab.guests.map((old) => (old === edited ? guest : old)) }, 4, was);
        expect(differences(now, r, 150)).toEqual([]);
        if (was.ruleset.shared.groups[4].failed || was.ruleset.shared.groups[6].failed) return;
        const repainted = now.in.filter((row, index) => row !== was.in[index]);
        const places = now.endpoints.filter(({ place }) => place.kind === 'guest' && place.vmid === guest.vmid);
        expect(repainted.length).toBeLessThanOrEqual(places.length);
      }),
      { numRuns: 60 },
    );
  });
});
