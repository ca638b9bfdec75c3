/** Single values as Proxmox writes them. It is not fully typed (FACTS §1): `1`, `"1"` and `"0256"` all occur. */

/** `1`, `on`, `yes`, `true` and their opposites, as Proxmox's own parser takes them; null if it is none. */
export function parseBoolean(text: string): boolean | null {
  if (/^(?:1|on|yes|true)$/i.test(text)) return true;
  if (/^(?:0|off|no|false)$/i.test(text)) return false;
  return null;
}

/** A whole number; leading zeros are taken, as Proxmox takes them. */
export function parseInteger(text: string): number | null {
  if (!/^-?\d+$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** A decimal number. */
export function parseDecimal(text: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/** Proxmox's booleans are 1 and 0. */
export const formatBoolean = (value: boolean): string => (value ? '1' : '0');

/** A number without an exponent, which Proxmox would not take. */
export function formatDecimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? trimZeros(value.toFixed(40)) : text;
}

/** `0.500` → `0.5`. */
export function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
