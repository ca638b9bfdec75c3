import type { ProxmoxError } from '@/engine/proxmox/error';
import type { Refusal } from '@/lib/refusal';

/** A failed call as a refusal: what could not be done, then Proxmox's own words. */
export function proxmoxRefusal(error: ProxmoxError, what: string): Refusal {
  return { kind: 'proxmox', text: `${what}: ${error.text}`, raw: error.text };
}
