import { readHistory } from '@/engine/proxmox/read-history';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import type { Verb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

/** The ring is what the engine saw; longer spans are Proxmox's own averages. */
export const getHistory: Verb<'getHistory'> = async (engine, { vmid, timeframe }, { requestId }) => {
  const container = engine.observer.current().containers.get(vmid);
  if (!container) return err({ kind: 'not-found', text: `There is no container ${vmid}.` });
  if (timeframe === 'ring') return ok(engine.observer.ring(vmid));
  const history = await readHistory(engine.proxmox, container.node, vmid, timeframe, { requestId });
  if (!history.ok) return err(proxmoxRefusal(history.error, `The history of ${container.name} could not be read`));
  return history;
};
