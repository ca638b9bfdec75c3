/** IPv4 and IPv6 addresses, networks and ranges as numbers, each written as Proxmox lets them be written. */
export type Family = 4 | 6;
export type Address = { family: Family; value: bigint };
/** Both ends included. `hostBits`: what was written is an address within the network, not the network. */
export type Range = { family: Family; first: bigint; last: bigint; prefix: number; hostBits: boolean };

export const bits = { 4: 32, 6: 128 } as const;

export function parseAddress(text: string): Address | null {
  if (text.includes(':')) {
    const value = parseIpv6(text);
    return value === null ? null : { family: 6, value };
  }
  const value = parseIpv4(text);
  return value === null ? null : { family: 4, value };
}

/** An address, or a network as address/prefix. */
export function parseCidr(text: string): Range | null {
  const [, address = '', prefixText] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  const length = bits[parsed.family];
  const prefix = prefixText === undefined ? length : Number(prefixText);
  if (prefix > length) return null;
  const hostMask = (1n << BigInt(length - prefix)) - 1n;
  const first = parsed.value & ~hostMask;
  return { family: parsed.family, first, last: first | hostMask, prefix, hostBits: first !== parsed.value };
}

/** The address that is written, also where it is one within a network (10.0.0.5/24); null for `dhcp` and the like. */
export function addressIn(text: string | undefined): Address | null {
  return text === undefined ? null : parseAddress(text.split('/')[0] ?? '');
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return BigInt(parts.reduce((sum, part) => sum * 256 + Number(part), 0));
}

function parseIpv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => words(half));
  if (head === null || head === undefined || tail === null) return null;
  const given = head.length + (tail?.length ?? 0);
  if (tail === undefined ? given !== 8 : given > 7) return null;
  const all = [...head, ...Array<number>(8 - given).fill(0), ...(tail ?? [])];
  return all.reduce((sum, word) => (sum << 16n) | BigInt(word), 0n);
}

/** The 16-bit words of one side of `::`; the last may be an IPv4 address. */
function words(half: string): number[] | null {
  if (half === '') return [];
  const result: number[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const last = parseIpv4(part);
      if (last === null) return null;
      result.push(Number(last >> 16n), Number(last & 0xffffn));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) result.push(Number.parseInt(part, 16));
    else return null;
  }
  return result;
}

/** As people write it: IPv6 with its longest run of zeros cut. */
export function formatAddress({ family, value }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const parts = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(16 * (7 - index))) & 0xffffn).toString(16));
  const runs = [
    ...parts
      .map((part) => (part === '0' ? '0' : '-'))
      .join('')
      .matchAll(/0{2,}/g),
  ];
  const run = runs.reduce<RegExpMatchArray | null>(
    (best, r) => (best && best[0].length >= r[0].length ? best : r),
    null,
  );
  if (run === null) return parts.join(':');
  const at = run.index ?? 0;
  return `${parts.slice(0, at).join(':')}::${parts.slice(at + run[0].length).join(':')}`;
}

/** The link-local address that an interface derives from its MAC (RFC 4291: modified EUI-64). */
export function linkLocal(mac: string): Address | null {
  const bytes = mac.split(':').map((part) => Number.parseInt(part, 16));
  if (bytes.length !== 6 || bytes.some((byte) => Number.isNaN(byte))) return null;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const interfaceId = [a ^ 2, b, c, 0xff, 0xfe, d, e, f].reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { family: 6, value: (0xfe80n << 112n) | interfaceId };
}
