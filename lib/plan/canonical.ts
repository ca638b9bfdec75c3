/**
 * Canonical JSON: the same value gives the same bytes, whatever order its keys were written in.
 *
 * Keys are sorted by UTF-16 code units, keys whose value is `undefined` are left out, and lists keep their order.
 * What JSON has no word for (NaN, a function, a Map) is a bug of the caller, never silently something else.
 */
import { invariant } from '@/lib/invariant';

/** The canonical JSON text of a plain value. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    invariant(Number.isFinite(value), `${value} has no JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  invariant(typeof value === 'object' && isPlain(value), `a ${typeof value} has no JSON`);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
  return `{${entries.join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
