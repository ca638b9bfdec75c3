/** `netN`: `name=eth0,bridge=vmbr0,firewall=1,gw=192.168.0.1,hwaddr=BC:24:11:01:00:6B,ip=192.168.0.5/24,type=veth`. */
import { present } from '@/lib/pve/present';
import { readProperties } from '@/lib/pve/property-reader';
import { formatPropertyString } from '@/lib/pve/property-string';
import { formatBoolean, formatDecimal } from '@/lib/pve/scalar';
import type { Result } from '@/lib/result';
import type { NicSpec } from '@/lib/spec/container';

const format = { first: ['name'] };
/** The only type that Proxmox has; it is written always and is no field. */
const onlyType = 'veth';

export function parseNet(id: string, text: string): Result<NicSpec, string> {
  const read = readProperties(text, format);
  const nic: NicSpec = {
    id,
    name: read.required('name'),
    bridge: read.text('bridge'),
    hwaddr: read.text('hwaddr'),
    ip: read.text('ip'),
    gw: read.text('gw'),
    ip6: read.text('ip6'),
    gw6: read.text('gw6'),
    firewall: read.boolean('firewall'),
    vlan: read.integer('tag'),
    trunks: read.text('trunks'),
    mtu: read.integer('mtu'),
    rateMBps: read.positive('rate'),
    linkDown: read.boolean('link_down'),
  };
  const type = read.text('type');
  const extra = { ...read.extra(), ...(type === undefined || type === onlyType ? {} : { type }) };
  return read.end(present({ ...nic, extra: Object.keys(extra).length > 0 ? extra : undefined }));
}

export function formatNet(nic: NicSpec): string {
  return formatPropertyString(
    {
      type: onlyType,
      ...nic.extra,
      name: nic.name,
      bridge: nic.bridge,
      hwaddr: nic.hwaddr,
      ip: nic.ip,
      gw: nic.gw,
      ip6: nic.ip6,
      gw6: nic.gw6,
      ...(nic.firewall === undefined ? {} : { firewall: formatBoolean(nic.firewall) }),
      ...(nic.vlan === undefined ? {} : { tag: String(nic.vlan) }),
      trunks: nic.trunks,
      ...(nic.mtu === undefined ? {} : { mtu: String(nic.mtu) }),
      ...(nic.rateMBps === undefined ? {} : { rate: formatDecimal(nic.rateMBps) }),
      ...(nic.linkDown === undefined ? {} : { link_down: formatBoolean(nic.linkDown) }),
    },
    format,
  );
}
