/**
 * An ipset as the kernel holds it (SEMANTICS 3, ipsets): one part a family; the longest prefix that contains an address
 * decides, and if that is `nomatch` the set does not match. Entries that Proxmox ignores (an alias that is missing, a
 * repeated entry, a /0) leave the rest alone; entries that the kernel will not take (two spellings of one network, a /0
 * by way of an alias) make the loader refuse everything.
 */
import { bits, type Family, formatAddress, parseCidr, type Range } from '@/lib/firewall/address';
import { type AddressSet, type Interval, subtract, union } from '@/lib/firewall/interval';
import type { IpSetEntry } from '@/lib/firewall/model';
import { aliasReference, findAlias, type Sight, withoutHostPrefix } from '@/lib/firewall/names';

export type LoadedSet = {
  4: AddressSet;
  6: AddressSet;
  /** Entries that do nothing, with the reason. */
  ignored: { cidr: string; reason: string }[];
  /** Why the loader refuses, if it does. */
  refusals: string[];
};

type Entry = { text: string; range: Range; nomatch: boolean };

/** `added` are the entries that Proxmox adds by itself: they come last, and replace one of the same text. */
export function loadSet(entries: IpSetEntry[], sight: Sight, added: IpSetEntry[] = []): LoadedSet {
  const ignored: LoadedSet['ignored'] = [];
  const seen = new Set<string>();
  const kept = new Map<string, Entry>();
  for (const [index, { cidr, nomatch }] of [...entries, ...added].entries()) {
    const text = withoutHostPrefix(cidr);
    const own = index < entries.length;
    const ignore = (reason: string) => ignored.push({ cidr, reason });
    if (own && seen.has(text)) ignore('repeated');
    else if (/\/0+$/.test(text)) ignore('a /0 is not allowed');
    else {
      const value = entryOf(text, sight);
      if (value === null) ignore(aliasReference(text) === null ? 'no address or network' : 'no such alias');
      else kept.set(value.text, { ...value, nomatch: nomatch === true });
    }
    if (own) seen.add(text);
  }
  const all = [...kept.values()];
  return { 4: matched(all, 4), 6: matched(all, 6), ignored, refusals: refusals(all) };
}

/** The network of an entry, and the text by which Proxmox tells entries apart: IPv6 in its short form. */
function entryOf(text: string, sight: Sight): Omit<Entry, 'nomatch'> | null {
  const alias = aliasReference(text);
  const value = alias === null ? null : findAlias(alias, sight);
  if (alias !== null && value === undefined) return null;
  const range = value?.range ?? parseCidr(text);
  if (range === null) return null;
  const written = value?.text ?? text;
  return { range, text: range.family === 6 ? compressed(written) : written };
}

function compressed(cidr: string): string {
  const [address = '', prefix] = cidr.split('/');
  const short = parseCidr(address);
  const text = short === null ? address : formatAddress({ family: 6, value: short.first });
  return prefix === undefined ? text : `${text}/${prefix}`;
}

/** From the widest network to the narrowest, each overrules what contains it. */
function matched(entries: Entry[], family: Family): AddressSet {
  let result: Interval<bigint>[] = [];
  const byPrefix = entries
    .filter(({ range }) => range.family === family)
    .sort((a, b) => a.range.prefix - b.range.prefix);
  for (const { range, nomatch } of byPrefix) {
    const own: Interval<bigint>[] = [[range.first, range.last]];
    result = nomatch ? subtract(result, own) : union([...result, ...own]);
  }
  return result;
}

function refusals(entries: Entry[]): string[] {
  const result: string[] = [];
  const networks = new Map<string, string>();
  for (const { text, range } of entries) {
    if (range.prefix === 0) result.push(`${text} has a prefix of 0`);
    const key = `${range.family}/${range.first}/${range.prefix}`;
    const other = networks.get(key);
    if (other !== undefined) result.push(`${other} and ${text} are the same network`);
    networks.set(key, text);
  }
  return result;
}

/** Every address of a family. */
export const everyAddress = (family: Family): AddressSet => [[0n, (1n << BigInt(bits[family])) - 1n]];
