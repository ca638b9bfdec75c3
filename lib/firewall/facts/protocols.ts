/**
 * The protocols that a rule may name: the primary names of Debian 12's /etc/protocols (netbase), and `icmpv6`, which
 * Proxmox adds. A rule may give the number instead, but only one that the file has.
 */
const listed = `
  ip=0 hopopt=0 icmp=1 igmp=2 ggp=3 ipencap=4 st=5 tcp=6 egp=8 igp=9 pup=12 udp=17 hmp=20 xns-idp=22 rdp=27
  iso-tp4=29 dccp=33 xtp=36 ddp=37 idpr-cmtp=38 ipv6=41 ipv6-route=43 ipv6-frag=44 idrp=45 rsvp=46 gre=47 esp=50
  ah=51 skip=57 ipv6-icmp=58 ipv6-nonxt=59 ipv6-opts=60 rspf=73 vmtp=81 eigrp=88 ospf=89 ax.25=93 ipip=94
  etherip=97 encap=98 pim=103 ipcomp=108 vrrp=112 l2tp=115 isis=124 sctp=132 fc=133 mobility-header=135
  udplite=136 mpls-in-ip=137 manet=138 hip=139 shim6=140 wesp=141 rohc=142 ethernet=143
`;

const byName = new Map(
  listed
    .trim()
    .split(/\s+/)
    .map((entry): [string, number] => {
      const [name = '', number = ''] = entry.split('=');
      return [name, Number(number)];
    }),
);
byName.set('icmpv6', 58);
const numbers = new Set(byName.values());

export const protocol = { icmp: 1, igmp: 2, tcp: 6, udp: 17, dccp: 33, ah: 51, icmpv6: 58, sctp: 132, udplite: 136 };

/** The number of a protocol that is given by name or number; null if Proxmox does not know it. */
export function protocolNumber(text: string): number | null {
  const named = byName.get(text);
  if (named !== undefined) return named;
  return /^(0|[1-9]\d{0,2})$/.test(text) && numbers.has(Number(text)) ? Number(text) : null;
}

/** Rules of these may have ports. */
export const hasPorts: ReadonlySet<number> = new Set([
  protocol.tcp,
  protocol.udp,
  protocol.dccp,
  protocol.sctp,
  protocol.udplite,
]);

/** IPv6 carries these as extension headers, and ip6tables never finds them as a protocol (SEMANTICS 11). */
export const extensionHeaders: ReadonlySet<number> = new Set([43, 44, protocol.ah, 60]);
