/** The line that root types on the host, for what Proxmox allows to nobody else (FACTS §2). */
import type { ApiCall } from '@/lib/plan/plan';

/** `pct set 107 --features nesting=1`, from the same call that the API would have been sent. */
export function pctSet(vmid: number, call: ApiCall): string {
  const options = Object.entries(call.params).map(([key, value]) => `--${key} ${shellQuote(value)}`);
  return ['pct', 'set', String(vmid), ...options].join(' ');
}

/** One word of a POSIX shell, quoted only where it must be. */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_./:=,@%+-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
