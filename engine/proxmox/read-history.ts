/** The history of a container out of Proxmox's RRD: averages, oldest first. */
import { z } from 'zod';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { number, type Read, rows, toNumber } from '@/engine/proxmox/shape';
import type { Series } from '@/lib/live/series';
import { ok } from '@/lib/result';

/** A missing value is an absent key, never zero; `time` is in seconds (FACTS §5). */
const pointSchema = z.object({
  time: z.preprocess(toNumber, z.number()),
  cpu: number,
  mem: number,
  maxmem: number,
  netin: number,
  netout: number,
  diskread: number,
  diskwrite: number,
});
type Point = z.infer<typeof pointSchema>;

export async function readHistory(
  proxmox: Proxmox,
  node: string,
  vmid: number,
  timeframe: 'hour' | 'day' | 'week' | 'month',
  options: CallOptions,
): Read<Series> {
  const asked = await rows(proxmox, `/nodes/${node}/lxc/${vmid}/rrddata`, { timeframe, cf: 'AVERAGE' }, options);
  if (!asked.ok) return asked;
  const points = asked.value.flatMap((item) => {
    const point = pointSchema.safeParse(item);
    return point.success ? [point.data] : [];
  });
  return ok(columnsOf(points.sort((a, b) => a.time - b.time)));
}

function columnsOf(points: Point[]): Series {
  const column = (key: Exclude<keyof Point, 'time'>) => points.map((point) => point[key]);
  return {
    times: points.map((point) => point.time * 1000),
    cpu: column('cpu'),
    memoryBytes: column('mem'),
    maxMemoryBytes: column('maxmem'),
    netInBytesPerSecond: column('netin'),
    netOutBytesPerSecond: column('netout'),
    diskReadBytesPerSecond: column('diskread'),
    diskWriteBytesPerSecond: column('diskwrite'),
  };
}
