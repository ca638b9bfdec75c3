/** Asks Proxmox who we are and what we may, and holds it against what each feature needs. */
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { readPermissions, readVersion } from '@/engine/proxmox/read-access';
import type { Read } from '@/engine/proxmox/shape';
import { type SelfCheck, selfCheck, verdict } from '@/lib/pve/self-check';
import { ok } from '@/lib/result';

export type CheckedSelf = SelfCheck & {
  endpoint: string;
  certificate: ReturnType<Proxmox['certificate']>;
  version: string | null;
  tokenId: string;
  verdict: string;
};

export async function checkSelf(proxmox: Proxmox, tokenId: string, options: CallOptions): Read<CheckedSelf> {
  const version = await readVersion(proxmox, options);
  if (!version.ok) return version;
  const permissions = await readPermissions(proxmox, options);
  if (!permissions.ok) return permissions;
  const checked = selfCheck(permissions.value, tokenId);
  return ok({
    endpoint: proxmox.endpoint,
    certificate: proxmox.certificate(),
    version: version.value,
    tokenId,
    verdict: verdict(checked.features),
    ...checked,
  });
}
