/**
 * The source or destination of a rule as written: one address, network or range, or a list of addresses and networks of
 * one family (SEMANTICS 3, Addresses).
 */
import { type Family, parseAddress, parseCidr } from '@/lib/firewall/address';
import { type AddressSet, type Interval, union } from '@/lib/firewall/interval';
import { err, ok, type Result } from '@/lib/result';

export type Addresses = { family: Family; set: AddressSet };

export function parseAddresses(text: string): Result<Addresses, { mixed: boolean; text: string }> {
  const items = text.split(',');
  const intervals: Interval<bigint>[] = [];
  let family: Family | null = null;
  for (const item of items) {
    const range = item.includes('-') ? parseRange(item) : parseNetwork(item);
    if (typeof range === 'string') return err({ mixed: false, text: range });
    if (item.includes('-') && items.length > 1) return err({ mixed: false, text: `the range ${item} is in a list` });
    if (family !== null && family !== range.family) return err({ mixed: true, text: `${text} has IPv4 and IPv6` });
    family = range.family;
    intervals.push(range.interval);
  }
  return family === null ? err({ mixed: false, text: 'no address' }) : ok({ family, set: union(intervals) });
}

type Item = { family: Family; interval: Interval<bigint> };

function parseNetwork(text: string): Item | string {
  const range = parseCidr(text);
  if (range === null) return `${text === '' ? 'an empty entry' : text} is no address`;
  // A rule takes the network only [edge-alias-hostbits says where it may be otherwise].
  if (range.hostBits) return `${text} is an address within a network`;
  return { family: range.family, interval: [range.first, range.last] };
}

function parseRange(text: string): Item | string {
  const [from, to, more] = text.split('-').map((end) => parseAddress(end));
  if (!from || !to || more !== undefined || from.family !== to.family) return `${text} is no range of addresses`;
  if (from.value > to.value) return `the range ${text} runs backwards`;
  return { family: from.family, interval: [from.value, to.value] };
}
