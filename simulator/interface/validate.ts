/**
 * The one validator of parameters: types, formats, patterns, lengths, ranges, enumerations, required and unknown
 * ones, with the texts of Proxmox's `JSONSchema`. Every endpoint goes through it; no handler checks a type by hand.
 */
import { FormatError } from '@/simulator/interface/format-error';
import { checkFormat, isListFormat } from '@/simulator/interface/formats';
import { parameterOf } from '@/simulator/interface/interface';
import type { Endpoint, Property } from '@/simulator/interface/notation';
import { patternOf } from '@/simulator/interface/pattern';
import { parsePropertyString } from '@/simulator/interface/property-string';
import { badParameters } from '@/simulator/refusal';

/** A parameter as it came: a text, several of them (a repeated key, a JSON array), a JSON object, or JSON's null. */
export type Raw = string | string[] | { hash: true } | { undefined: true };
/** Parameters that passed: texts, and arrays where the interface has arrays. */
export type Parameters = Record<string, string>;

const missing = 'property is missing and it is not optional';
const unknown = 'property is not defined in schema and the schema does not allow additional properties';

/** Checks all parameters of a call; every bad one is reported, together (FACTS §1). */
export function validate(endpoint: Endpoint, raw: Record<string, Raw>): Parameters {
  const values: Record<string, string> = {};
  const errors: Record<string, string> = {};
  const nulls: string[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const property = parameterOf(endpoint, name);
    if (typeof value === 'string') values[name] = value;
    else if (property && 'undefined' in value) nulls.push(name);
    else if (!property) errors[name || '_root'] = unknown;
    else if (Array.isArray(value) && (property.type === 'array' || isListFormat(property.format)))
      values[name] = value.join('\0');
    else errors[name] = `type check ('${property.type}') failed - got ${Array.isArray(value) ? 'ARRAY' : 'HASH'}`;
  }
  const found = checkObject(values, (name) => parameterOf(endpoint, name), endpoint.parameters, '', errors);
  if (Object.keys(found).length) badParameters(found);
  for (const [name, value] of Object.entries(values))
    if (parameterOf(endpoint, name)?.type === 'integer') values[name] = String(Number(value));
  // JSON's null passes every check and is stored as nothing: it does not mean "delete" (FACTS §1).
  for (const name of nulls) values[name] = '';
  return values;
}

/** Checks the values of an object against their definitions. `skip` are names whose error is known already. */
export function checkObject(
  values: Record<string, string>,
  definitionOf: (name: string) => Property | undefined,
  all: Map<string, Property>,
  path: string,
  skip: Record<string, string> = {},
): Record<string, string> {
  const errors = { ...skip };
  const at = (name: string) => (path ? `${path}.${name}` : name || '_root');
  for (const [name, property] of all)
    if (!property.optional && values[name] === undefined && !(name in skip)) errors[at(name)] = missing;
  for (const [name, value] of Object.entries(values)) {
    const property = definitionOf(name);
    if (!property) {
      errors[at(name)] = unknown;
      continue;
    }
    const error = checkValue(property, value, at(name));
    if (error) errors[at(name)] = error;
    if (property.requires && values[property.requires] === undefined)
      errors[at(property.requires)] = `missing property - '${at(name)}' requires this property`;
  }
  return errors;
}

function checkValue(property: Property, value: string, path: string): string | null {
  const failed = `type check ('${property.type}') failed - got '${value}'`;
  if (property.type === 'boolean' && value !== '0' && value !== '1') return failed;
  if (property.type === 'integer' && !/^[+-]?\d+$/.test(value)) return failed;
  if (property.type === 'number' && !isNumber(value)) return failed;
  const format = checkFormats(property, value, path);
  if (format) return `invalid format - ${format}`;
  if (property.pattern && !patternOf(property.pattern).test(value)) return 'value does not match the regex pattern';
  if (property.maxLength !== undefined && value.length > property.maxLength)
    return `value may only be ${property.maxLength} characters long`;
  if (property.minLength !== undefined && value.length < property.minLength)
    return `value must be at least ${property.minLength} characters long`;
  if (isNumber(value)) {
    if (property.maximum !== undefined && Number(value) > property.maximum)
      return `value must have a maximum value of ${property.maximum}`;
    if (property.minimum !== undefined && Number(value) < property.minimum)
      return `value must have a minimum value of ${property.minimum}`;
  }
  if (property.enum && !property.enum.includes(value))
    return `value '${value}' does not have a value in the enumeration '${property.enum.join(', ')}'`;
  return null;
}

const isNumber = (text: string) => /^[+-]?(?:\d+\.\d+|\d+\.|\.\d+|\d+)(?:[eE][+-]?\d+)?$/.test(text);

function checkFormats(property: Property, value: string, path: string): string | null {
  try {
    if (property.shape) parsePropertyString(property.shape, value, path);
    else if (property.format) checkFormat(property.format, value);
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error.text;
    throw error;
  }
}
