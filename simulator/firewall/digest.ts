/** Digests of firewall sections: SHA-1 over `key:value` lines in order, as Proxmox computes them (FACTS §6). */
import { createHash } from 'node:crypto';
import { die } from '@/simulator/refusal';

type Values = Record<string, unknown>;

function add(lines: string[], values: Values): void {
  for (const key of Object.keys(values).sort())
    if (values[key] !== undefined) lines.push(`${key}:${String(values[key])}\n`);
}

const sha1 = (lines: string[]) => createHash('sha1').update(lines.join('')).digest('hex');

export function withDigest(values: Values): Values {
  const lines: string[] = [];
  add(lines, values);
  return { ...values, digest: sha1(lines) };
}

/** The same digest on each entry of a list. */
export function listWithDigest(list: Values[]): Values[] {
  const digest = digestOfList(list);
  return list.map((values) => ({ ...values, digest }));
}

export function digestOfList(list: Values[]): string {
  const lines: string[] = [];
  for (const values of list) add(lines, values);
  return sha1(lines);
}

export function checkSection(current: unknown, given: string | undefined): void {
  if (given && given !== current) die('detected modified configuration - file changed by other user? Try again.');
}
