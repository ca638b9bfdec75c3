import { checkSelf } from '@/engine/proxmox/check-self';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import type { Verb } from '@/engine/verbs/verb';
import { err } from '@/lib/result';

/** A page waits for it. */
const timeoutMs = 5_000;

/** What the engine's token may do in Proxmox, asked now, with the lines that give what is missing. */
export const selfCheck: Verb<'selfCheck'> = async ({ proxmox, tokenId }, _input, { requestId }) => {
  const checked = await checkSelf(proxmox, tokenId, { requestId, timeoutMs });
  return checked.ok ? checked : err(proxmoxRefusal(checked.error, 'What the token may do could not be asked'));
};
