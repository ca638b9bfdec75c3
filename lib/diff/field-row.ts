/** One row of "asked for, and live": a field of the spec, desired beside live. Made by `lib/diff`, drawn by the page. */
import { z } from 'zod';

export const fieldRowSchema = z.object({
  /** Path in the spec: `memoryMiB`, `nics.net0.gw`, `mounts.mp0`. */
  field: z.string(),
  /** As a person says it: `memory`, `net0 gateway`, `mp0 /data`. */
  label: z.string(),
  /** Both values as shown, with their units; null: not known. */
  desired: z.string().nullable(),
  live: z.string().nullable(),
  equal: z.boolean(),
  /** A value that waits for a restart (Proxmox's `pending`). */
  pending: z.string().nullable(),
  /** Whether desired can be made live by a plan, and if not why: "disks do not shrink". */
  refused: z.string().nullable(),
});
export type FieldRow = z.infer<typeof fieldRowSchema>;
