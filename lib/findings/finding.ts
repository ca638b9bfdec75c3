/** Something unsound in the lab, with its evidence. One file a rule in this folder makes them. */
import { z } from 'zod';
import { vmidSchema } from '@/lib/spec/container';

export const findingSchema = z.object({
  /** Stable for the same cause: `vpn-leak/107`. */
  id: z.string(),
  rule: z.string(),
  severity: z.enum(['fault', 'warn', 'info']),
  /** One sentence: "qbittorrent and prowlarr can leak around the VPN". */
  title: z.string(),
  /** One line of what was seen: "Each has a second default gateway, 192.168.0.1 on net0, where nothing is filtered." */
  evidence: z.string(),
  vmids: z.array(vmidSchema),
});
export type Finding = z.infer<typeof findingSchema>;
