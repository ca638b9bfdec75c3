/** The fields of one NIC. A NIC that is on one side only is one row, `nics.net1`, and not ten. */
import type { Field } from '@/lib/diff/field';
import { same } from '@/lib/diff/same';
import { amount, nic as nicInWords, notSet, onOff, text } from '@/lib/diff/words';
import type { ConfiguredSpec, NicSpec } from '@/lib/spec/container';

const find = (spec: ConfiguredSpec, id: string) => spec.nics.find((nic) => nic.id === id);
const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);

type Part = {
  [K in keyof NicSpec]-?: { key: K; label: string } & Omit<Field<NicSpec[K]>, 'path' | 'label' | 'read'>;
}[keyof NicSpec];

const parts: Part[] = [
  { key: 'name', label: 'interface', describe: text, quiet: true },
  { key: 'bridge', label: 'bridge', describe: text, always: true },
  {
    key: 'hwaddr',
    label: 'MAC address',
    describe: text,
    quiet: true,
    normal: lower,
    // Proxmox makes an address where none was asked for.
    satisfied: (desired, live) => desired === undefined || lower(desired) === lower(live),
  },
  { key: 'ip', label: 'address', describe: text, always: true },
  { key: 'gw', label: 'gateway', describe: text, always: true },
  { key: 'ip6', label: 'IPv6 address', describe: text, normal: lower },
  { key: 'gw6', label: 'IPv6 gateway', describe: text, normal: lower },
  { key: 'firewall', label: 'filter', describe: onOff, normal: (value) => value ?? false, always: true },
  { key: 'vlan', label: 'VLAN', describe: text },
  { key: 'trunks', label: 'VLAN trunks', describe: text },
  { key: 'mtu', label: 'MTU', describe: amount('') },
  { key: 'rateMBps', label: 'rate limit', describe: amount('MB/s', 'no limit') },
  {
    key: 'linkDown',
    label: 'link',
    describe: (value) => (value ? 'down' : 'up'),
    normal: (value) => value ?? false,
  },
  {
    key: 'extra',
    label: 'other options',
    describe: (value) =>
      Object.entries(value ?? {})
        .map(([key, item]) => `${key}=${item}`)
        .join(', ') || notSet,
    normal: (value) => value ?? {},
  },
];

/** One field for each property of a NIC that is on both sides. */
export function nicFields(id: string): Field[] {
  return parts.map(
    ({ key, label, ...rest }) =>
      ({
        ...rest,
        path: `nics.${id}.${key}`,
        label: `${id} ${label}`,
        read: (spec: ConfiguredSpec) => find(spec, id)?.[key],
      }) as Field,
  );
}

/** The NIC as a whole, for one that is only on one side. */
export function nicField(id: string): Field {
  const whole: Field<NicSpec> = {
    path: `nics.${id}`,
    label: id,
    read: (spec) => find(spec, id),
    describe: nicInWords,
    normal: (nic) => nic && Object.fromEntries(meaningOf(nic)),
    satisfied(desired, live) {
      if (!desired || !live) return desired === live;
      const right = new Map(meaningOf(live));
      return meaningOf(desired).every(
        ([key, value]) => (key === 'hwaddr' && value === undefined) || same(value, right.get(key)),
      );
    },
  };
  return whole as Field;
}

function meaningOf(nic: NicSpec): [string, unknown][] {
  return parts.map((part) => {
    const normal = part.normal as ((value: unknown) => unknown) | undefined;
    return [part.key, normal ? normal(nic[part.key]) : nic[part.key]];
  });
}
