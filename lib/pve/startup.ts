/** `startup`: `order=2,up=10,down=20`. Proxmox stores it as it was sent; a bare number is the order. */
import { present } from '@/lib/pve/present';
import { readProperties } from '@/lib/pve/property-reader';
import type { Result } from '@/lib/result';
import type { ContainerSpec } from '@/lib/spec/container';

type Startup = NonNullable<ContainerSpec['startup']>;

export function parseStartup(text: string): Result<Startup, string> {
  const read = readProperties(text, { defaultKey: 'order' });
  const startup: Startup = {
    order: read.integer('order'),
    upSeconds: read.integer('up'),
    downSeconds: read.integer('down'),
  };
  const unknown = read.extra();
  if (unknown) read.fail(`'${Object.keys(unknown)[0]}' is none of order, up, down`);
  return read.end(present(startup));
}

/** Empty when nothing is set: then Proxmox has no such key. */
export function formatStartup(startup: Startup): string {
  return Object.entries({ order: startup.order, up: startup.upSeconds, down: startup.downSeconds })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
