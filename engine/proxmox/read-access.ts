/** Who we are to Proxmox: its version, and what our token may. */
import { z } from 'zod';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { one, type Read, text, toNumber } from '@/engine/proxmox/shape';
import type { Permissions } from '@/lib/pve/self-check';
import { ok } from '@/lib/result';

export async function readVersion(proxmox: Proxmox, options: CallOptions): Read<string | null> {
  const asked = await one(proxmox, '/version', z.object({ version: text }), options);
  return asked.ok ? ok(asked.value.version) : asked;
}

const permissionsSchema = z.record(z.string(), z.record(z.string(), z.preprocess(toNumber, z.number()).catch(0)));

/** The token's own rights: path, privilege, and whether it is handed down. No right is needed to ask. */
export function readPermissions(proxmox: Proxmox, options: CallOptions): Read<Permissions> {
  return one(proxmox, '/access/permissions', permissionsSchema, options);
}
