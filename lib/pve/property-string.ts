/**
 * Proxmox's property strings: `name=eth0,bridge=vmbr0,firewall=1`, `local-lvm:vm-107-disk-0,size=4G`.
 *
 * A part without `=` is the value of the default key. Proxmox writes the default key first, then the required keys,
 * then the others alphabetically, whatever the order in which they were given (FACTS §4).
 */
import { err, ok, type Result } from '@/lib/result';

export type PropertyFormat = {
  /** The key whose value may stand alone. */
  defaultKey?: string;
  /** Keys that are written before the alphabetical ones. */
  first?: readonly string[];
};

/** The pairs of a property string, or what is wrong with it. */
export function parsePropertyString(text: string, format: PropertyFormat): Result<Map<string, string>, string> {
  const pairs = new Map<string, string>();
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    const key = at < 0 ? format.defaultKey : part.slice(0, at).trim();
    const value = at < 0 ? part : part.slice(at + 1);
    if (key === undefined) return err(`'${part}' has no key`);
    if (key === '' || value === '') return err(`'${part}' is not key=value`);
    if (pairs.has(key)) return err(`${key} is given twice`);
    pairs.set(key, value);
  }
  return ok(pairs);
}

/** The property string as Proxmox writes it; pairs without a value are left out. */
export function formatPropertyString(
  pairs: Record<string, string | undefined>,
  { defaultKey, first = [] }: PropertyFormat,
): string {
  const rank = (key: string) => (key === defaultKey ? -1 : first.includes(key) ? first.indexOf(key) : first.length);
  return Object.entries(pairs)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([key, value]) => (key === defaultKey ? value : `${key}=${value}`))
    .join(',');
}
