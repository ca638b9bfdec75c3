/** Power is last: what waits for a start is in place before it, and nothing is changed under a guest that goes down. */
import { type Drafted, type Drafting, editsOf, reasonOf } from '@/lib/plan/draft';
import type { ApiCall } from '@/lib/plan/plan';

export function powerStep(drafting: Drafting, property: string): Drafted {
  const { live, want, rows } = drafting;
  const send = (verb: 'start' | 'shutdown'): ApiCall => ({
    method: 'POST',
    path: `/nodes/${live.node}/lxc/${live.vmid}/status/${verb}`,
    params: {},
  });
  const starts = want.power === 'running';
  return {
    steps: [
      {
        name: property,
        title: starts ? 'Start' : 'Shut down',
        edits: editsOf(rows),
        effect: starts ? 'hot' : 'downtime',
        effectText: starts ? 'starts, nothing stops' : 'down until it is started again',
        class: 'token',
        call: send(starts ? 'start' : 'shutdown'),
        inverse: send(starts ? 'shutdown' : 'start'),
        reason: reasonOf(drafting, property),
      },
    ],
    notes: [],
  };
}
