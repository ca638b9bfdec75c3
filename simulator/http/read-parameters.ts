/**
 * Parameters of a request, read with the quirks of Proxmox's own server (FACTS §1): a form is split at `&` and `;`,
 * only the text up to a second `=` counts, a repeated key is an array, the query string wins over the body.
 */
import type { Raw } from '@/simulator/interface/validate';
import { die } from '@/simulator/refusal';

/** A form or a query string. */
export function readForm(text: string): Record<string, Raw> {
  const values: Record<string, Raw> = {};
  if (text === '') return values;
  const pairs = text.split(/[&;]/);
  while (pairs.at(-1) === '') pairs.pop();
  for (const pair of pairs) {
    const [key = '', value = ''] = pair.split('=');
    const name = decode(key);
    const old = values[name];
    const next = decode(value);
    values[name] =
      old === undefined ? next : Array.isArray(old) ? [...old, next] : typeof old === 'string' ? [old, next] : next;
  }
  return values;
}

/** Percent-decoding that never fails: bytes that are no UTF-8 become U+FFFD, as Perl's decoder makes them. */
export function decode(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '%' ? /^[0-9a-fA-F]{2}/.exec(text.slice(i + 1, i + 3))?.[0] : undefined;
    if (hex) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else if (text[i] === '+') bytes.push(0x20);
    else bytes.push(...Buffer.from(text[i] ?? ''));
  }
  return Buffer.from(bytes).toString('utf8');
}

/** A JSON body: booleans become 1 and 0, null an empty value that no check sees. */
export function readJson(text: string): Record<string, Raw> {
  const body = parse(text);
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return {};
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, rawOf(value)]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Perl's decoder names the offset at which it gave up; the end of the text is where most bodies are cut.
    return die(
      `malformed JSON string, neither tag, array, object, number, string or atom, at character offset ${text.length} (before "(end of string)")`,
    );
  }
}

function rawOf(value: unknown): Raw {
  if (value === null) return { undefined: true };
  if (Array.isArray(value)) return value.map((item) => scalar(item));
  if (typeof value === 'object') return { hash: true };
  return scalar(value);
}

const scalar = (value: unknown) => (value === true ? '1' : value === false ? '0' : String(value));
