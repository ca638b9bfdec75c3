/** NICs: the normal form of `netN`, and the address that a NIC has while the container runs. */
import { widest } from '@/simulator/interface/interface';
import { parsePropertyString, printPropertyString } from '@/simulator/interface/property-string';
import type { Random } from '@/simulator/random';
import type { Container, State } from '@/simulator/state/state';

/** A MAC address with the datacenter's prefix, upper case (FACTS §4). */
export function randomHwaddr(state: State, random: Random): string {
  const prefix = (state.options.mac_prefix ?? 'BC:24:11').replace(/:$/, '').split(':');
  const rest = [...random.bytes(6 - prefix.length)].map((byte) => byte.toString(16).padStart(2, '0'));
  return [...prefix, ...rest].join(':').toUpperCase();
}

/** `netN` as it is stored: `name` first, a generated `hwaddr`, `type=veth`. */
export function normaliseNet(text: string, state: State, random: Random): string {
  const values = parsePropertyString(widest('net'), text, 'net');
  return printPropertyString(widest('net'), {
    ...values,
    hwaddr: values.hwaddr ?? randomHwaddr(state, random),
    type: 'veth',
  });
}

export const parseNet = (text: string) => parsePropertyString(widest('net'), text, 'net');

export const netKeys = (container: Container) =>
  Object.keys(container.config)
    .filter((key) => /^net\d+$/.test(key))
    .sort((a, b) => Number(a.slice(3)) - Number(b.slice(3)));

/** The IPv4 address of a NIC with its prefix; one from DHCP is made up once and kept. */
export function addressOf(container: Container, key: string, random: Random): string | null {
  const { ip } = parseNet(container.config[key] ?? '');
  if (!ip || ip === 'manual') return null;
  if (ip !== 'dhcp') return ip;
  container.leases ??= {};
  container.leases[key] ??= `192.168.0.${50 + Math.floor(random.at('lease', container.vmid, key) * 50)}/24`;
  return container.leases[key] ?? null;
}
