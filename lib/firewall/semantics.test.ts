/** One test a rule of the semantics, on the smallest lab that shows it. */
import { describe, expect, test } from 'vitest';
import { readPacket } from '@/lib/firewall/case/read-case';
import { compile, complaintsOf } from '@/lib/firewall/compile';
import { decide } from '@/lib/firewall/decide';
import type { ClusterFirewall, Guest, GuestFirewall, HostFirewall, Lab, Rule } from '@/lib/firewall/model';

const rule = (type: string, action: string, given: Partial<Rule> = {}): Rule => ({
  type,
  action,
  enable: true,
  ...given,
});
const accept = (given: Partial<Rule> = {}) => rule('in', 'ACCEPT', given);

const nic = (n: number, bridge: number, firewall = true) => ({
  id: `net${n}`,
  bridge: `vmbr${bridge}`,
  ip: `10.0.${bridge}.5/24`,
  ip6: `fd0${bridge}::5/64`,
  mac: `BC:24:11:00:0${bridge}:05`,
  firewall,
});

type Change = {
  guest?: Partial<GuestFirewall>;
  nics?: Guest['nics'];
  cluster?: Partial<ClusterFirewall>;
  host?: Partial<HostFirewall>;
};

/** Container 105 on vmbr0, with these rules. */
const lab = (rules: Rule[], { guest, nics, cluster, host }: Change = {}): Lab => ({
  node: 'pve',
  localNetwork: '10.0.0.0/24',
  networks: [0, 1].map((n) => ({
    bridge: `vmbr${n}`,
    cidr: `10.0.${n}.0/24`,
    host: `10.0.${n}.2`,
    cidr6: `fd0${n}::/64`,
    host6: `fd0${n}::2`,
  })),
  cluster: { enable: true, aliases: [], ipsets: [], groups: [], rules: [], ...cluster },
  host: { rules: [], ...host },
  guests: [{ vmid: 105, name: 'ct', nics: nics ?? [nic(0, 0)], firewall: { enable: true, rules, ...guest } }],
});

type Asked = {
  from?: string;
  to?: string;
  proto?: string;
  source?: string;
  dest?: string;
  dport?: number;
  sport?: number;
  type?: string;
  mac?: string;
};

/** A packet in words: verdict, and what decided. By default tcp to the container from the LAN. */
function ask(given: Lab, asked: Asked = {}): string {
  const {
    from = 'outside/vmbr0',
    to = 'guest/105/net0',
    proto = 'tcp',
    source = '10.0.0.9',
    dest = '10.0.0.5',
  } = asked;
  const { sport = 40000, dport = 80, type, mac } = asked;
  const packet = readPacket({
    ...{ from, to, proto, source, dest, verdict: '', by: { kind: '' } },
    ...(type === undefined ? { sport, dport } : { icmpType: type }),
    ...(mac === undefined ? {} : { sourceMac: mac }),
  });
  if (!packet.ok) throw new Error(packet.error);
  const { verdict, by } = decide(compile(given), packet.value);
  const detail = 'pos' in by ? ` ${by.pos}` : 'detail' in by ? ` ${by.detail}` : 'reason' in by ? ` ${by.reason}` : '';
  return `${verdict} ${by.kind}${detail}`;
}
const out = { from: 'guest/105/net0', to: 'outside/vmbr0', source: '10.0.0.5', dest: '10.0.0.9' };
const toHost = { to: 'host', dest: '10.0.0.2' };
const six = { source: 'fd00::9', dest: 'fd00::5' };

describe('rules', () => {
  test('the first that matches decides; disabled ones and the other direction do not count', () => {
    const rules = [rule('in', 'DROP', { enable: false }), rule('out', 'DROP'), accept(), rule('in', 'DROP')];
    expect(ask(lab(rules))).toBe('ACCEPT rule 2');
    expect(ask(lab(rules), out)).toBe('DROP rule 1');
  });
  test('a rule with an address of one family is of that family', () => {
    expect(ask(lab([accept({ source: '10.0.0.0/8' })]), six)).toBe('DROP policy');
    expect(ask(lab([accept({ proto: 'tcp' })]), six)).toBe('ACCEPT rule 0');
    expect(ask(lab([accept({ proto: 'icmp' })]), { ...six, proto: 'icmpv6', type: 'echo-request' })).toBe(
      'DROP policy',
    );
  });
  test('dport 0 alone is every port, in a range it is 0', () => {
    expect(ask(lab([accept({ proto: 'tcp', dport: '0' })]), { dport: 4444 })).toBe('ACCEPT rule 0');
    expect(ask(lab([accept({ proto: 'tcp', dport: '0:100' })]), { dport: 101 })).toBe('DROP policy');
    expect(ask(lab([accept({ proto: 'icmp', dport: '8' })]), { proto: 'icmp', type: 'echo-request' })).toBe(
      'ACCEPT rule 0',
    );
  });
  test('a broken DROP opens', () => {
    for (const broken of [
      { dport: '90:80' },
      { source: '+gone' },
      { proto: 'nosuch' },
      { source: '10.0.0.1,fd00::1' },
      { macro: 'DNS' },
    ])
      expect(ask(lab([rule('in', 'DROP', { proto: 'tcp', ...broken }), accept()]))).toBe('ACCEPT rule 1');
  });
  test('an interface is one NIC of a container, and a bridge of the host', () => {
    const both = { nics: [nic(0, 0), nic(1, 1)] };
    const rules = [accept({ iface: 'net1' })];
    expect(ask(lab(rules, both))).toBe('DROP policy');
    expect(ask(lab(rules, both), { to: 'guest/105/net1', from: 'outside/vmbr1', dest: '10.0.1.5' })).toBe(
      'ACCEPT rule 0',
    );
    const host = {
      host: { rules: [accept({ iface: 'eno1' }), accept({ iface: 'vmbr0', proto: 'tcp', dport: '80' })] },
    };
    expect(ask(lab([], host), toHost)).toBe('ACCEPT rule 1');
  });
  test('ah never matches IPv6; ip is every protocol', () => {
    expect(ask(lab([accept({ proto: 'ah' }), accept({ proto: 'ip' })]), { ...six, proto: 'ah' })).toBe('ACCEPT rule 1');
  });
});

describe('names', () => {
  const cluster = {
    aliases: [{ name: 'Lan', cidr: '10.0.0.9/24' }],
    ipsets: [{ name: 'Lan', entries: [{ cidr: '10.0.0.0/24' }] }],
  };
  test('aliases whatever their case, sets as stored', () => {
    expect(ask(lab([accept({ source: 'LAN' })], { cluster }))).toBe('ACCEPT rule 0');
    expect(ask(lab([accept({ source: '+Lan' })], { cluster }))).toBe('DROP policy');
    expect(ask(lab([accept({ source: '+lan' })], { cluster }))).toBe('ACCEPT rule 0');
  });
  test('a container shadows the cluster, and a scope asks one alone', () => {
    const guest = { aliases: [{ name: 'lan', cidr: 'fd00::9' }] };
    expect(ask(lab([accept({ source: 'lan' }), accept({ source: 'dc/lan' })], { cluster, guest }))).toBe(
      'ACCEPT rule 1',
    );
    expect(ask(lab([accept({ source: 'guest/lan' })], { cluster }))).toBe('DROP policy');
  });
  test('local_network and management exist for a rule only if they are defined', () => {
    expect(ask(lab([accept({ source: '+management' }), accept({ source: 'local_network' })]))).toBe('DROP policy');
    const defined = { cluster: { ipsets: [{ name: 'management', entries: [{ cidr: '192.0.2.1' }] }] } };
    expect(ask(lab([accept({ source: '+management' })], defined))).toBe('ACCEPT rule 0');
  });
});

describe('macros', () => {
  test('each line with the rule’s own fields', () => {
    const rules = [accept({ macro: 'http', proto: 'tcp', sport: '1024:65535' })];
    expect(ask(lab(rules))).toBe('ACCEPT rule 0');
    expect(ask(lab(rules), { sport: 1000 })).toBe('DROP policy');
  });
  test('a field that a line has otherwise is an error of the whole', () => {
    for (const wrong of [
      { macro: 'HTTP', proto: 'udp' },
      { macro: 'HTTP', sport: '1024:65535' },
      { macro: 'Web', proto: 'tcp', dport: '80' },
    ])
      expect(ask(lab([accept(wrong)]))).toBe('DROP policy');
  });
  test('lines of one family', () => {
    const ping = lab([accept({ macro: 'Ping' })]);
    expect(ask(ping, { proto: 'icmp', type: 'echo-request' })).toBe('ACCEPT rule 0');
    expect(ask(ping, { ...six, proto: 'icmpv6', type: 'echo-request' })).toBe('ACCEPT rule 0');
    expect(
      ask(lab([accept({ macro: 'DHCPv6' })], { guest: { dhcp: false } }), { proto: 'udp', sport: 547, dport: 546 }),
    ).toBe('DROP policy');
  });
});

describe('what the loader refuses', () => {
  test('nothing of the node is filtered, and where it is told', () => {
    const given = lab([rule('in', 'DROP'), accept({ proto: 'tcp', dport: 'ntp' })]);
    expect(ask(given)).toBe('ACCEPT refused');
    expect(complaintsOf(compile(given)).refusals[0]?.at).toEqual({ scope: 'guest', vmid: 105, pos: 1 });
    expect(
      ask(
        lab([rule('in', 'DROP')], {
          guest: { ipsets: [{ name: 'xx', entries: [{ cidr: '10.0.0.0/24' }, { cidr: '10.0.0.1/24' }] }] },
        }),
      ),
    ).toBe('ACCEPT refused');
  });
  test('a rule that is not loaded refuses nothing', () => {
    const bad = accept({ proto: 'tcp', dport: 'ntp' });
    expect(ask(lab([{ ...bad, enable: false }]))).toBe('DROP policy');
    expect(ask(lab([bad], { nics: [nic(0, 0, false)] }))).toBe('ACCEPT unfiltered no-firewall-nic');
  });
});

describe('options of a container', () => {
  test('dhcp passes before every filter, unless it is off', () => {
    const dhcp = { ...out, proto: 'udp', source: '0.0.0.0', dest: '255.255.255.255', sport: 68, dport: 67 };
    expect(ask(lab([], { guest: { ipfilter: true } }), dhcp)).toBe('ACCEPT dhcp');
    expect(ask(lab([], { guest: { ipfilter: true, dhcp: false } }), dhcp)).toBe('DROP ipfilter');
  });
  test('macfilter is on unless it is off', () => {
    expect(ask(lab([]), { ...out, mac: '02:00:00:00:00:01' })).toBe('DROP macfilter');
    expect(ask(lab([], { guest: { macfilter: false } }), { ...out, mac: '02:00:00:00:00:01' })).toBe('ACCEPT policy');
  });
  test('a set turns ipfilter on; own addresses are in it, other link-local ones are not', () => {
    const guest = { ipsets: [{ name: 'ipfilter-net0', entries: [{ cidr: '10.0.0.77' }, { cidr: 'fe80::/10' }] }] };
    const from = (source: string, dest = '10.0.0.9') => ask(lab([], { guest }), { ...out, source, dest });
    expect(['10.0.0.5', '10.0.0.77', '10.0.0.6'].map((source) => from(source))).toEqual([
      'ACCEPT policy',
      'ACCEPT policy',
      'DROP ipfilter',
    ]);
    expect(from('fe80::be24:11ff:fe00:5', 'fe80::9')).toBe('ACCEPT policy');
    expect(from('fe80::1', 'fe80::9')).toBe('DROP ipfilter');
  });
  test('router advertisements go out only with radv, neighbour discovery unless ndp is off', () => {
    const send = (type: string, guest: Partial<GuestFirewall> = {}) =>
      ask(lab([], { guest: { policyOut: 'DROP', ...guest } }), {
        ...out,
        source: 'fd00::5',
        dest: 'fd00::9',
        proto: 'icmpv6',
        type,
      });
    expect(send('router-advertisement')).toBe('DROP radv');
    expect(send('router-advertisement', { radv: true })).toBe('ACCEPT ndp');
    expect(send('neighbor-solicitation')).toBe('ACCEPT ndp');
    expect(send('neighbor-solicitation', { ndp: false })).toBe('DROP policy');
  });
});

describe('the host', () => {
  test('its rules before the cluster’s, then management, then the cluster’s policy', () => {
    const given = lab([], {
      host: { rules: [rule('in', 'DROP', { proto: 'tcp', dport: '22' })] },
      cluster: { rules: [accept({ proto: 'tcp', dport: '22:23' })] },
    });
    expect([22, 23, 8006, 9].map((dport) => ask(given, { ...toHost, dport }))).toEqual([
      'DROP rule 0',
      'ACCEPT rule 0',
      'ACCEPT management',
      'DROP policy',
    ]);
    expect(ask(given, { ...toHost, source: '192.0.2.9', dport: 8006 })).toBe('DROP policy');
  });
  test('an alias replaces the local network', () => {
    const cluster = { aliases: [{ name: 'Local_Network', cidr: '172.16.0.0/12' }] };
    expect(ask(lab([], { cluster }), { ...toHost, dport: 8006 })).toBe('DROP policy');
    expect(ask(lab([], { cluster }), { ...toHost, source: '172.16.1.1', dport: 8006 })).toBe('ACCEPT management');
  });
  test('outward, the local network without migration', () => {
    const given = lab([], { cluster: { policyOut: 'DROP' } });
    const send = (dport: number) =>
      ask(given, { from: 'host', to: 'outside/vmbr0', source: '10.0.0.2', dest: '10.0.0.9', dport });
    expect([send(8006), send(60000)]).toEqual(['ACCEPT local-network', 'DROP policy']);
  });
  test('off, it filters nothing, and containers are filtered still', () => {
    const given = lab([], { host: { enable: false } });
    expect(ask(given, { ...toHost, dport: 9 })).toBe('ACCEPT unfiltered host-firewall-off');
    expect(ask(given, { dport: 9 })).toBe('DROP policy');
  });
});

describe('policies', () => {
  test('what comes before DROP and before REJECT', () => {
    const of = (policyIn: 'DROP' | 'REJECT') => lab([], { guest: { policyIn } });
    const each = (asked: Asked) => [ask(of('DROP'), asked), ask(of('REJECT'), asked)];
    expect(each({ dport: 445 })).toEqual(['DROP default-action smb', 'REJECT default-action smb']);
    expect(each({ proto: 'udp', dport: 1900 })).toEqual(['DROP default-action upnp', 'DROP default-action upnp']);
    expect(each({ proto: 'udp', sport: 53 })).toEqual([
      'DROP default-action dns-reply',
      'DROP default-action dns-reply',
    ]);
    expect(each({ proto: 'udp', dest: '10.0.0.255' })).toEqual([
      'DROP default-action broadcast',
      'DROP default-action broadcast',
    ]);
    expect(each({ ...six, dport: 43 })).toEqual(['REJECT default-action tcp-43', 'REJECT default-action tcp-43']);
    expect(each({ proto: 'icmp', type: 'echo-request' })).toEqual(['DROP policy', 'DROP policy']);
  });
  test('what cannot start a connection is dropped at the first stage, also without any flag', () => {
    const reply = { proto: 'icmp', type: 'echo-reply' };
    expect(ask(lab([accept()]), reply)).toBe('DROP conntrack-invalid');
    expect(ask(lab([], { nics: [nic(0, 0, false)] }), reply)).toBe('DROP conntrack-invalid');
    expect(ask(lab([accept()], { host: { allowInvalid: true } }), reply)).toBe('ACCEPT rule 0');
    expect(ask(lab([], { host: { allowInvalid: true } }), { proto: 'icmp', type: 'fragmentation-needed' })).toBe(
      'ACCEPT default-action critical-icmp',
    );
  });
});
