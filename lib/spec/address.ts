/** IPv4 and IPv6 as far as a spec needs them: is it one, and is it in that network. */
import { z } from 'zod';

const schemas = { ipv4: z.ipv4(), ipv6: z.ipv6(), cidrv4: z.cidrv4(), cidrv6: z.cidrv6() };
const is = (kind: keyof typeof schemas) => (text: string) => schemas[kind].safeParse(text).success;

export const isIpv4 = is('ipv4');
export const isIpv6 = is('ipv6');
export const isCidrv4 = is('cidrv4');
export const isCidrv6 = is('cidrv6');

/** The address without its prefix, or null if the text is none (`dhcp`, `manual`, `auto`). */
export function addressOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const [address = ''] = text.split('/');
  return isIpv4(address) || isIpv6(address) ? address.toLowerCase() : null;
}

function ipv4Number(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Whether an IPv4 address is in the network of an interface's address, such as 192.168.0.5/24. */
export function inIpv4Network(address: string, cidr: string): boolean {
  const [network = '', prefix = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(prefix));
  return Math.floor(ipv4Number(address) / size) === Math.floor(ipv4Number(network) / size);
}
