/** The keys of a config as they are sent: a description without the newline that Proxmox puts at its end by itself. */
import { formatContainerConfig } from '@/lib/pve/config';
import type { ConfiguredSpec } from '@/lib/spec/container';

export function configKeys(spec: ConfiguredSpec): Record<string, string> {
  const { description, ...keys } = formatContainerConfig(spec);
  return description === undefined ? keys : { ...keys, description: description.replace(/\n+$/, '') };
}
