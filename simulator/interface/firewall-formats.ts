/** The formats of firewall rules, with the texts of Proxmox's `PVE::Firewall`. */
import { isIPv4, isIPv6 } from 'node:net';
import { FormatError } from '@/simulator/interface/format-error';
import { serviceNames } from '@/simulator/interface/service-names';

const icmp4 = `any echo-reply destination-unreachable network-unreachable host-unreachable protocol-unreachable
port-unreachable fragmentation-needed source-route-failed network-unknown host-unknown network-prohibited
host-prohibited TOS-network-unreachable TOS-host-unreachable communication-prohibited host-precedence-violation
precedence-cutoff source-quench redirect network-redirect host-redirect TOS-network-redirect TOS-host-redirect
echo-request router-advertisement router-solicitation time-exceeded ttl-zero-during-transit
ttl-zero-during-reassembly parameter-problem ip-header-bad required-option-missing timestamp-request
timestamp-reply address-mask-request address-mask-reply`;
const icmp6 = `destination-unreachable no-route communication-prohibited beyond-scope address-unreachable port-unreachable
failed-policy reject-route packet-too-big time-exceeded ttl-zero-during-transit ttl-zero-during-reassembly
parameter-problem bad-header unknown-header-type unknown-option echo-request echo-reply router-solicitation
router-advertisement neighbor-solicitation neighbour-solicitation neighbor-advertisement neighbour-advertisement
redirect`;

export const icmpNames = new Set(icmp4.split(/\s+/));
export const icmp6Names = new Set(icmp6.split(/\s+/));

/** Protocols by name, as `/etc/protocols` has them, beside the numbers. */
const protocols = new Set(
  `ip icmp igmp ggp ipencap st tcp egp igp pup udp hmp xns-idp rdp iso-tp4 dccp xtp ddp idpr-cmtp ipv6 ipv6-route
ipv6-frag idrp rsvp gre esp ah skip ipv6-icmp icmpv6 ipv6-nonxt ipv6-opts rspf vmtp eigrp ospf ax.25 ipip etherip encap
pim ipcomp vrrp l2tp isis sctp fc mobility-header udplite mpls-in-ip hip shim6 wesp rohc ethernet`.split(/\s+/),
);

const refuse = (text: string): never => {
  throw new FormatError(text);
};

/** A list of ports, port names and ranges; a range counts as two of at most fifteen. */
export function checkPorts(value: string): void {
  const parts = splitStrictly(value);
  let count = 0;
  let icmp = false;
  for (const part of parts) {
    count++;
    const range = /^(\d+):(\d+)$/.exec(part);
    if (range) {
      count++;
      const [, from = '', to = ''] = range;
      for (const port of [from, to]) if (Number(port) > 65535) refuse(`invalid port '${port}'`);
      if (Number(from) > Number(to))
        refuse(`backwards range '${from}:${to}' not allowed, did you mean '${to}:${from}'?`);
    } else if (/^\d+$/.test(part)) {
      if (Number(part) > 65535) refuse(`invalid port '${part}'`);
    } else if (icmpNames.has(part) || icmp6Names.has(part)) icmp = true;
    else if (!serviceNames.has(part)) refuse(`invalid port '${part}'`);
  }
  if (icmp && count > 1) refuse('ICPM ports not allowed in port range');
  if (count > 15) refuse('too many entries in port list (> 15 numbers)');
}

function splitStrictly(value: string): string[] {
  const parts = value.split(',');
  if (parts.at(-1) === '') refuse('extraneous commas in list');
  return parts;
}

/** An ipset (`+name`), an alias, or a list of addresses, networks and ranges of one IP version. */
export function checkAddressSpec(value: string): void {
  if (/^\+\S+$/.test(value)) {
    if (value.length > 65) refuse('ipset name too long');
    return;
  }
  if (/^(?:(?:dc|guest)\/)?[A-Za-z][A-Za-z0-9\-_]+$/.test(value)) {
    if (value.length > 64) refuse('alias name too long');
    return;
  }
  const parts = splitStrictly(value);
  const versions = new Set(parts.map(versionOf));
  if (versions.size > 1) refuse(`detected mixed ipv4/ipv6 addresses in address list '${value}'`);
  if (parts.length > 1 && parts.some((part) => part.includes('-'))) refuse("you can't use a range in a list");
}

/** The IP version of an address, network or range; refuses in the words of Perl's `Net::IP`. */
export function versionOf(text: string): 4 | 6 {
  const [address = '', end] = text.split('-');
  const [ip = '', prefix] = address.split('/');
  const version = isIPv4(ip) ? 4 : isIPv6(ip) ? 6 : 0;
  if (!version) return refuse(`invalid IP address: Invalid chars in IP ${ip}`);
  const bits = version === 4 ? 32 : 128;
  if (prefix !== undefined && !/^\d+$/.test(prefix)) return refuse(`invalid IP address: Invalid prefix ${prefix}`);
  if (prefix !== undefined && Number(prefix) > bits)
    return refuse(`invalid IP address: Prefix length ${prefix} is longer than IP address (${bits})`);
  if (end !== undefined && !isIPv4(end) && !isIPv6(end))
    return refuse(`invalid IP address: Invalid chars in IP ${end}`);
  return version;
}

export function checkIcmpType(value: string): void {
  if (!/^\d+(?:\/\d+)?$/.test(value) && !icmpNames.has(value) && !icmp6Names.has(value))
    refuse(`invalid icmp-type value '${value}'`);
}

export function checkProtocol(value: string): void {
  if (/^\d+$/.test(value) ? Number(value) > 255 : !protocols.has(value.toLowerCase()))
    refuse(`unknown protocol '${value}'`);
}
