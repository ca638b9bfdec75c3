import { z } from 'zod';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import type { Verb } from '@/engine/verbs/verb';
import type { Series } from '@/lib/live/series';
import { err, ok } from '@/lib/result';

/** FACTS §5: a missing value is an absent key; `time` is in seconds. */
const value = z.coerce.number().optional().catch(undefined);
const rrdSchema = z.array(
  z.object({
    time: z.coerce.number(),
    cpu: value,
    mem: value,
    maxmem: value,
    netin: value,
    netout: value,
    diskread: value,
    diskwrite: value,
  }),
);

/** The ring is what the engine saw; longer spans are Proxmox's own averages. */
export const getHistory: Verb<'getHistory'> = async (engine, { vmid, timeframe }, call) => {
  const container = engine.observer.current().containers.get(vmid);
  if (!container) return err({ kind: 'not-found', text: `There is no container ${vmid}.` });
  if (timeframe === 'ring') return ok(engine.observer.ring(vmid));
  const answer = await engine.proxmox.get(
    `/nodes/${container.node}/lxc/${vmid}/rrddata`,
    { timeframe, cf: 'AVERAGE' },
    { requestId: call.requestId },
  );
  if (!answer.ok) return err(proxmoxRefusal(answer.error, `The history of ${container.name} could not be read`));
  const points = rrdSchema.safeParse(answer.value);
  if (!points.success)
    return err({
      kind: 'proxmox',
      text: `Proxmox's history of ${container.name} is not what its API says.`,
      raw: points.error.message,
    });
  return ok(columnsOf(points.data.toSorted((a, b) => a.time - b.time)));
};

function columnsOf(points: z.infer<typeof rrdSchema>): Series {
  const column = (key: Exclude<keyof (typeof points)[number], 'time'>) => points.map((point) => point[key] ?? null);
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
