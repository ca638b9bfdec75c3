/**
 * Names and their scopes (SEMANTICS 3, Addresses). Aliases are found whatever their case; sets and groups are stored
 * in lower case, and a reference is compared as written, so that `+Lan` finds nothing. A container's own names come
 * before the cluster's; `guest/` and `dc/` ask one of them only. Host, cluster and group rules know the cluster's alone.
 */
import { parseCidr, type Range } from '@/lib/firewall/address';
import type { Alias, IpSet } from '@/lib/firewall/model';

/** `text` is the network as written, without /32 or /128. */
export type AliasValue = { text: string; range: Range };
export type Names = { aliases: ReadonlyMap<string, AliasValue>; ipsets: ReadonlyMap<string, IpSet> };
/** What a rule or a set sees: the cluster's names, and those of its container if it is one's. */
export type Sight = { cluster: Names; guest: Names | null };
export type Reference = { scope: 'guest' | 'dc' | null; name: string };

const pattern = '(?:(guest|dc)/)?([A-Za-z][A-Za-z0-9_-]+)';
const aliasPattern = new RegExp(`^${pattern}$`);
const setPattern = new RegExp(`^\\+${pattern}$`);
const namePattern = /^[A-Za-z][A-Za-z0-9_-]+$/;

const reference = (match: RegExpExecArray | null): Reference | null =>
  match === null
    ? null
    : { scope: match[1] === 'guest' ? 'guest' : match[1] === 'dc' ? 'dc' : null, name: match[2] ?? '' };

export const aliasReference = (text: string) => reference(aliasPattern.exec(text));
export const setReference = (text: string) => reference(setPattern.exec(text));
export const isName = (text: string) => namePattern.test(text);

export const withoutHostPrefix = (cidr: string) => cidr.replace(cidr.includes(':') ? /\/128$/ : /\/32$/, '');

/** Of names that differ in case only, the later stands. */
export function readNames(aliases: Alias[], ipsets: IpSet[]): Names {
  const values = new Map<string, AliasValue>();
  for (const alias of aliases) {
    const range = parseCidr(alias.cidr);
    if (range !== null) values.set(alias.name.toLowerCase(), { text: withoutHostPrefix(alias.cidr), range });
  }
  return {
    aliases: values,
    ipsets: new Map(ipsets.filter((set) => isName(set.name)).map((set) => [set.name.toLowerCase(), set])),
  };
}

function find<V>({ scope }: Reference, sight: Sight, of: (names: Names) => V | undefined): V | undefined {
  const own = scope !== 'dc' && sight.guest !== null ? of(sight.guest) : undefined;
  return own ?? (scope === 'guest' ? undefined : of(sight.cluster));
}

export const findAlias = (ref: Reference, sight: Sight): AliasValue | undefined =>
  find(ref, sight, (names) => names.aliases.get(ref.name.toLowerCase()));

/** Which of the two has the set that a reference means. */
export const ownerOfSet = (ref: Reference, sight: Sight): 'guest' | 'cluster' | null =>
  find(ref, sight, (names) =>
    names.ipsets.has(ref.name) ? (names === sight.guest ? 'guest' : 'cluster') : undefined,
  ) ?? null;

/** Whether the name exists anywhere, which is all that Proxmox checks when it reads a rule: it forgets the scope. */
export const aliasExists = (ref: Reference, sight: Sight): boolean =>
  findAlias({ scope: null, name: ref.name }, sight) !== undefined;
export const setExists = (ref: Reference, sight: Sight): boolean =>
  ownerOfSet({ scope: null, name: ref.name }, sight) !== null;
