/**
 * Takes typed values out of a property string one by one, and keeps what nobody took.
 *
 * It never throws and never guesses: the first value that is not of its type is remembered as the problem, and the
 * whole string is then unreadable. A key that nobody took is no problem: it goes into `extra`, verbatim.
 */
import { type PropertyFormat, parsePropertyString } from '@/lib/pve/property-string';
import { parseBoolean, parseDecimal, parseInteger } from '@/lib/pve/scalar';
import { parseSize } from '@/lib/pve/size';
import { err, ok, type Result } from '@/lib/result';

export type PropertyReader = {
  text(key: string): string | undefined;
  /** A text that has to be there. */
  required(key: string): string;
  boolean(key: string): boolean | undefined;
  integer(key: string): number | undefined;
  /** A number above zero; Proxmox's 0 for "no limit" stays in `extra`. */
  positive(key: string): number | undefined;
  /** Bytes; Proxmox's `0T` for "not known" stays in `extra`. */
  size(key: string): number | undefined;
  /** Values that are separated by `;`. */
  list(key: string): string[] | undefined;
  /** What nobody took, or nothing. */
  extra(): Record<string, string> | undefined;
  fail(text: string): void;
  /** The value, unless something was wrong with the string. */
  end<T>(value: T): Result<T, string>;
};

export function readProperties(text: string, format: PropertyFormat): PropertyReader {
  const parsed = parsePropertyString(text, format);
  const pairs = parsed.ok ? parsed.value : new Map<string, string>();
  let problem = parsed.ok ? null : parsed.error;
  const fail = (what: string) => {
    problem ??= what;
  };
  const take = <T>(key: string, read: (text: string) => T | null, kind: string): T | undefined => {
    const given = pairs.get(key);
    if (given === undefined) return undefined;
    pairs.delete(key);
    const value = read(given);
    if (value === null) fail(`${key} '${given}' is not ${kind}`);
    return value ?? undefined;
  };
  const takeUnless = (key: string, read: (text: string) => number | null, kind: string): number | undefined => {
    const given = pairs.get(key);
    return given !== undefined && read(given) === 0 ? undefined : take(key, read, kind);
  };
  return {
    text: (key) => take(key, (given) => given, 'text'),
    required(key) {
      if (!pairs.has(key)) fail(`${key} is missing`);
      return take(key, (given) => given, 'text') ?? '';
    },
    boolean: (key) => take(key, parseBoolean, '1 or 0'),
    integer: (key) => take(key, parseInteger, 'a whole number'),
    positive: (key) => takeUnless(key, parseDecimal, 'a number'),
    size: (key) => takeUnless(key, parseSize, 'a size such as 4G'),
    list: (key) => take(key, (given) => given.split(/[; ]+/).filter((item) => item !== ''), 'a list'),
    extra: () => (pairs.size === 0 ? undefined : Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)))),
    fail,
    end: (value) => (problem === null ? ok(value) : err(problem)),
  };
}
