/** `devN`: `/dev/dri/renderD128,gid=104,mode=0660`. */
import { present } from '@/lib/pve/present';
import { readProperties } from '@/lib/pve/property-reader';
import { formatPropertyString } from '@/lib/pve/property-string';
import { formatBoolean } from '@/lib/pve/scalar';
import type { Result } from '@/lib/result';
import type { ContainerSpec } from '@/lib/spec/container';

type Device = ContainerSpec['devices'][number];

const format = { defaultKey: 'path' };

export function parseDevice(id: string, text: string): Result<Device, string> {
  const read = readProperties(text, format);
  const device: Device = {
    id,
    path: read.required('path'),
    mode: read.text('mode'),
    uid: read.integer('uid'),
    gid: read.integer('gid'),
    denyWrite: read.boolean('deny-write'),
    extra: read.extra(),
  };
  return read.end(present(device));
}

export function formatDevice(device: Device): string {
  return formatPropertyString(
    {
      ...device.extra,
      path: device.path,
      mode: device.mode,
      ...(device.uid === undefined ? {} : { uid: String(device.uid) }),
      ...(device.gid === undefined ? {} : { gid: String(device.gid) }),
      ...(device.denyWrite === undefined ? {} : { 'deny-write': formatBoolean(device.denyWrite) }),
    },
    format,
  );
}
