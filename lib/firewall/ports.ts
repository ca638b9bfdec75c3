/**
 * The ports of a rule (SEMANTICS 3, Ports): numbers, ranges, service names, and lists of them. What Proxmox checks when
 * it reads a rule, and what iptables makes of it when the rule is loaded, are two questions: a service that exists, but
 * not for the rule's protocol, passes the first and breaks the second, for the whole node.
 */
import { icmpTypes } from '@/lib/firewall/facts/icmp-types';
import { protocol } from '@/lib/firewall/facts/protocols';
import { services } from '@/lib/firewall/facts/services';
import { type Interval, type PortSet, union } from '@/lib/firewall/interval';
import { err, ok, type Result } from '@/lib/result';

const isIcmpName = (text: string) => icmpTypes[4].has(text) || icmpTypes[6].has(text);
const isNumber = (text: string) => /^\d+$/.test(text);
const most = 15;

/** What Proxmox objects to in ports as written, in words; null if nothing. A range counts 2, a name nothing. */
export function checkPorts(text: string, direction: 'source' | 'dest', proto: string | undefined): string | null {
  let count = 0;
  let icmp = false;
  for (const item of text.split(',')) {
    const [, from, to] = /^(\d+):(\d+)$/.exec(item) ?? [];
    if (from !== undefined && to !== undefined) {
      count += 2;
      if (Number(from) > 65535 || Number(to) > 65535) return `port ${item} is above 65535`;
      if (Number(from) > Number(to)) return `the range ${item} runs backwards`;
    } else if (isNumber(item)) {
      count += 1;
      if (Number(item) > 65535) return `port ${item} is above 65535`;
    } else if (direction === 'dest' && isIcmpName(item)) icmp = true;
    else if (!services.has(item)) return `${item === '' ? 'an empty entry' : item} is no port and no known service`;
  }
  // An ICMP type stands in the port's place for ICMP alone [edge-icmp-name-as-tcp-port].
  if (icmp && (count > 0 || (proto !== 'icmp' && proto !== 'icmpv6'))) return `${text} is an ICMP type, not a port`;
  return count > most ? `more than ${most} ports (a range counts 2)` : null;
}

/** The ports as loaded for a protocol; the error is what makes iptables refuse the whole ruleset. */
export function loadPorts(text: string, proto: number): Result<PortSet, string> {
  const items = text.split(',');
  // multiport takes 15 numbers, and Proxmox did not count the names.
  if (items.reduce((sum, item) => sum + (item.includes(':') ? 2 : 1), 0) > most && items.length > 1)
    return err(`${text} has more than ${most} ports with its service names`);
  const intervals: Interval<number>[] = [];
  for (const item of items) {
    const [from = '', to = from] = item.split(':');
    if (isNumber(from)) {
      intervals.push([Number(from), Number(to)]);
      continue;
    }
    const service = services.get(item);
    const alone = items.length === 1 && proto === protocol.udp;
    if (service === undefined || !(alone || service.protocols.some((name) => named[name] === proto)))
      return err(`${item} is not a service of this protocol`);
    intervals.push([service.port, service.port]);
  }
  return ok(union(intervals));
}

const named: Record<string, number> = { tcp: protocol.tcp, udp: protocol.udp, sctp: protocol.sctp };
