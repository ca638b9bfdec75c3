/** Usage over time, in columns: `times` are epoch ms, ascending; values stand at the same index, null where unknown. */
import { z } from 'zod';

const column = z.array(z.number().nullable());

export const seriesSchema = z.object({
  times: z.array(z.number()),
  cpu: column,
  memoryBytes: column,
  maxMemoryBytes: column,
  netInBytesPerSecond: column,
  netOutBytesPerSecond: column,
  diskReadBytesPerSecond: column,
  diskWriteBytesPerSecond: column,
});
export type Series = z.infer<typeof seriesSchema>;
