import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '@/lib/firewall/compile';
import { decide } from '@/lib/firewall/decide';
import type { Group, Guest, Lab, Rule } from '@/lib/firewall/model';
import type { Packet } from '@/lib/firewall/packet';
import { endpointsOf } from '@/lib/firewall/reach/endpoints';
import { type Random, random, randomLab } from '@/lib/firewall/testing/random-lab';
import { beyond, packetBetween, randomService } from '@/lib/firewall/testing/random-packet';
import { type RuleFate, ruleFates } from '@/lib/firewall/why/why-not';

const accept = (given: Partial<Rule> = {}): Rule => ({ type: 'in', action: 'ACCEPT', enable: true, ...given });
const tcp = (dport: string, given: Partial<Rule> = {}) => accept({ proto: 'tcp', dport, ...given });

function lab(
  rules: Rule[],
  change: { guest?: Partial<Guest>; cluster?: Partial<Lab['cluster']>; host?: Partial<Lab['host']> } = {},
): Lab {
  const nic = { id: 'net0', bridge: 'vmbr0', ip: '10.0.0.5/24', mac: 'BC:24:11:00:00:05', firewall: true };
  return {
    node: 'pve',
    localNetwork: '10.0.0.0/24',
    networks: [{ bridge: 'vmbr0', cidr: '10.0.0.0/24', host: '10.0.0.2' }],
    cluster: {
      enable: true,
      aliases: [],
      ipsets: [{ name: 'none', entries: [] }],
      groups: [],
      rules: [],
      ...change.cluster,
    },
    host: { rules: [], ...change.host },
    guests: [{ vmid: 105, name: 'ct', nics: [nic], firewall: { enable: true, rules }, ...change.guest }],
  };
}

const fates = (given: Lab) => ruleFates(compile(given));
const last = (given: Lab): Pick<RuleFate, 'fires' | 'why'> => {
  const found = fates(given)
    .filter(({ at }) => at.scope === 'guest')
    .at(-1);
  if (found === undefined) throw new Error('no rule');
  return { fires: found.fires, why: found.why };
};
const never = (why: RuleFate['why']) => ({ fires: false, why });
const off = (nic: Partial<Guest['nics'][number]>): Partial<Guest> => ({
  nics: lab([]).guests.flatMap(({ nics }) => nics.map((own) => ({ ...own, ...nic }))),
});

describe('why a rule never fires', () => {
  test('the gates, from the outside in', () => {
    const rule = tcp('80');
    expect(last(lab([rule]))).toEqual({ fires: true, why: null });
    expect(last(lab([{ ...rule, enable: false }]))).toEqual(never({ kind: 'disabled' }));
    expect(last(lab([rule], { cluster: { enable: false } }))).toEqual(never({ kind: 'cluster-off' }));
    expect(last(lab([], { guest: { firewall: { rules: [rule] } } }))).toEqual(never({ kind: 'guest-off' }));
    expect(last(lab([rule], { guest: off({ firewall: false }) }))).toEqual(
      never({ kind: 'nic-flag-off', nics: ['net0'] }),
    );
    expect(last(lab([{ ...rule, iface: 'net1' }]))).toEqual(never({ kind: 'wrong-interface', iface: 'net1' }));
  });

  test('lines above decide all that it could', () => {
    const shadowed = (why: RuleFate['why']) =>
      why?.kind === 'shadowed' ? why.by.map((by) => ('pos' in by ? by.pos : by.kind)) : why;
    expect(shadowed(last(lab([tcp('1:1000'), tcp('80', { action: 'DROP' })])).why)).toEqual([0]);
    // Two rules together, where neither covers it alone.
    expect(shadowed(last(lab([tcp('1:100'), tcp('101:200'), tcp('50:150', { action: 'DROP' })])).why)).toEqual([0, 1]);
    expect(last(lab([tcp('1:100'), tcp('102:200'), tcp('50:150')])).fires).toBe(true);
    expect(last(lab([accept({ source: '10.0.0.0/8' }), tcp('80', { source: '10.0.0.7', action: 'DROP' })])).fires).toBe(
      false,
    );
    // What cannot start a connection is gone before any rule.
    const reply = accept({ proto: 'icmp', icmpType: 'echo-reply' });
    expect(shadowed(last(lab([reply])).why)).toEqual(['conntrack-invalid']);
    expect(last(lab([reply], { host: { allowInvalid: true } })).fires).toBe(true);
  });

  test('the policy, or a rule below, says so already', () => {
    const by = (why: RuleFate['why']) => (why?.kind === 'redundant' ? why.by.map(({ kind }) => kind) : why);
    expect(by(last(lab([tcp('9999', { action: 'DROP' })])).why)).toContain('policy');
    expect(by(last(lab([tcp('445', { action: 'DROP' })])).why)).toContain('default-action');
    expect(last(lab([tcp('9999', { action: 'REJECT' })])).why).toBeNull();
    expect(fates(lab([tcp('80'), tcp('1:100')]))[0]).toMatchObject({ fires: true, why: { kind: 'redundant' } });
  });

  test('what is wrong with it', () => {
    const kind = (rule: Rule) => {
      const { why } = last(lab([rule]));
      return why?.kind === 'fault' ? why.fault.kind : why?.kind;
    };
    expect(kind(tcp('80', { source: 'gone' }))).toBe('unknown-alias');
    expect(kind(tcp('80', { source: '+gone' }))).toBe('unknown-set');
    expect(kind(tcp('80', { source: '+guest/none' }))).toBe('wrong-scope');
    expect(kind(tcp('80', { source: '+none' }))).toBe('matches-nothing');
    expect(kind(accept({ type: 'group', action: 'gone' }))).toBe('unknown-group');
    expect(kind(tcp('90:80'))).toBe('ports');
    expect(kind(tcp('ntp'))).toBe('refused');
  });

  test('groups: unused, empty here, failed', () => {
    const groups: Group[] = [{ name: 'Web', rules: [tcp('80')] }];
    const of = (given: Lab) => fates(given).map(({ why }) => why?.kind ?? null);
    expect(of(lab([], { cluster: { groups } }))).toEqual(['group-unused']);
    expect(of(lab([accept({ type: 'group', action: 'web' })], { cluster: { groups } }))).toEqual([null, null]);
    const failing = [{ name: 'web', rules: [tcp('80', { source: '+guest/none' }), tcp('81')] }];
    expect(of(lab([accept({ type: 'group', action: 'web' })], { cluster: { groups: failing } }))).toEqual([
      'group-abort',
      'fault',
      'group-abort',
    ]);
  });

  test('the host', () => {
    const of = (host: Partial<Lab['host']>) => fates(lab([], { host }))[0]?.why?.kind ?? null;
    expect(of({ rules: [tcp('1234')] })).toBeNull();
    expect(of({ rules: [tcp('1234')], enable: false })).toBe('host-off');
    expect(of({ rules: [tcp('1234', { iface: 'eno1' })] })).toBe('wrong-interface');
    expect(of({ rules: [accept({ type: 'forward', action: 'DROP' })] })).toBe('no-effect');
  });
});

/** Packets between the lab's addresses, in both families. */
function packets(given: Lab, r: Random, count: number): Packet[] {
  return Array.from({ length: count }, () => {
    const family = r.chance(0.7) ? 4 : 6;
    const ends = [...endpointsOf(given, family), ...beyond(family)];
    const [source, target] = [ends[r.below(ends.length)], ends[r.below(ends.length)]];
    if (source === undefined || target === undefined) throw new Error('no endpoint');
    return packetBetween(family, source, target, randomService(r, family));
  });
}

test('on random labs: what decides fires, and what does not fire or is redundant can go', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const r = random(seed);
      const given = randomLab(r, { guests: 4, rules: 6, disorder: 0.1 });
      const ruleset = compile(given);
      if (ruleset.shared.groups[4].failed || ruleset.shared.groups[6].failed) return;
      const all = ruleFates(ruleset);
      const some = packets(given, r, 400);
      const verdicts = some.map((packet) => decide(ruleset, packet));
      for (const { by, before } of verdicts)
        for (const stage of [by, ...before]) {
          if (stage.kind !== 'rule') continue;
          const fate = all.find(
            ({ at }) =>
              at.scope === stage.scope &&
              at.pos === stage.pos &&
              at.group === stage.group &&
              (at.scope !== 'guest' || at.vmid === stage.vmid),
          );
          expect(fate).toMatchObject({ fires: true });
        }
      const idle = all.filter(({ at, rule, why }) => at.scope === 'guest' && rule.type !== 'group' && why !== null);
      const gone = idle[r.below(Math.max(1, idle.length))];
      if (gone === undefined || ruleset.refused) return;
      const guests = given.guests.map((guest) =>
        guest.vmid === gone.at.vmid
          ? {
              ...guest,
              firewall: { ...guest.firewall, rules: guest.firewall.rules.filter((rule) => rule !== gone.rule) },
            }
          : guest,
      );
      const without = compile({ ...given, guests });
      expect(some.map((packet) => decide(without, packet).verdict)).toEqual(verdicts.map(({ verdict }) => verdict));
    }),
    { numRuns: 120 },
  );
});
