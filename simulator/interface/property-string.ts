/**
 * Property strings: `name=eth0,bridge=vmbr0`. Read and printed as Proxmox does: a part without `=` is the default
 * key's, unknown and doubled keys are refused, and printing puts the default key first, then the required ones, then
 * the rest, each group in alphabetical order (FACTS §4).
 */
import { invariant } from '@/lib/invariant';
import { FormatError } from '@/simulator/interface/format-error';
import { shapes } from '@/simulator/interface/interface';
import type { Property } from '@/simulator/interface/notation';
import { checkObject } from '@/simulator/interface/validate';

export type PropertyString = Record<string, string>;

export function shapeOf(name: string): Map<string, Property> {
  const shape = shapes.get(name);
  invariant(shape, `no property string ${name}`);
  return shape;
}

/** Reads a property string; throws `FormatError` if it is not one. */
export function parsePropertyString(shapeName: string, text: string, path: string): PropertyString {
  const shape = shapeOf(shapeName);
  const values: PropertyString = {};
  let sawDefault = false;
  for (const part of text.split(',')) {
    if (/^\s*$/.test(part)) continue;
    const pair = /^([^=]+)=([\s\S]+)$/.exec(part);
    if (pair) {
      const [, key = '', value = ''] = pair;
      if (key in values) throw new FormatError(`duplicate key in comma-separated list property: ${key}`);
      values[key] = shape.get(key)?.type === 'boolean' ? (parseBoolean(value) ?? value) : value;
    } else if (part.includes('=')) throw new FormatError('missing key in comma-separated list property');
    else {
      const key = [...shape].find(([, property]) => property.defaultKey)?.[0];
      if (!key) throw new FormatError('value without key, but schema does not define a default key');
      if (sawDefault || key in values) throw new FormatError(`duplicate key in comma-separated list property: ${key}`);
      sawDefault = true;
      values[key] = part;
    }
  }
  const errors = checkObject(values, (name) => shape.get(name), shape, path);
  if (Object.keys(errors).length) throw new FormatError('format error', errors);
  return values;
}

function parseBoolean(text: string): string | undefined {
  if (/^(1|on|yes|true)$/i.test(text)) return '1';
  if (/^(0|off|no|false)$/i.test(text)) return '0';
  return undefined;
}

/** Prints a property string in Proxmox's order. */
export function printPropertyString(shapeName: string, values: PropertyString): string {
  const shape = shapeOf(shapeName);
  const rank = (key: string) => {
    const property = shape.get(key);
    return property?.defaultKey ? 0 : property?.optional ? 2 : 1;
  };
  const keys = Object.keys(values).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
  return keys.map((key) => (shape.get(key)?.defaultKey ? values[key] : `${key}=${values[key]}`)).join(',');
}
