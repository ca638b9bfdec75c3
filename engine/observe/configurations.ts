/**
 * Which configuration is read when: all at the start, then what a task names at once, then one after the other in a
 * slow round. Two containers at a time, which is what the client lets through per node.
 */
import { configure } from '@/engine/observe/configure';
import { type Guest, takeConfiguration } from '@/engine/observe/guest';
import { type Known, statesSource } from '@/engine/observe/known';
import { isOnline } from '@/engine/observe/states';
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { CallOptions } from '@/engine/proxmox/proxmox';
import { ok, type Result } from '@/lib/result';

const atOnce = 2;

export type Configurations = {
  /** Reads it soon; before all others when it is `urgent`. */
  want(vmid: number, urgent?: boolean): void;
  /** Wants the next of the round, when nothing else is being read. */
  sweep(): void;
  /** Reads it now. */
  read(guest: Guest, options: CallOptions, thorough: boolean): Promise<Result<null, ProxmoxError>>;
};

export function createConfigurations(known: Known): Configurations {
  const wanted: number[] = [];
  let underWay = 0;
  let swept = 0;
  let readings = 0;

  async function read(guest: Guest, options: CallOptions, thorough: boolean): Promise<Result<null, ProxmoxError>> {
    readings += 1;
    const before = guest.configuration;
    const asked = await configure({
      proxmox: known.proxmox,
      log: known.log,
      node: guest.node,
      vmid: guest.vmid,
      power: guest.power,
      before,
      thorough,
      reading: readings,
      now: known.now,
      options,
    });
    if (!asked.ok) return asked;
    known.noteAnswer();
    takeConfiguration(guest, asked.value);
    const moved = before?.raw !== asked.value.raw || before.pending !== asked.value.pending;
    if (moved && known.guests.get(guest.vmid) === guest) known.publish();
    return ok(null);
  }

  function pump(): void {
    while (underWay < atOnce && wanted.length > 0 && !known.options.signal.aborted) {
      const vmid = wanted.shift();
      const guest = vmid === undefined ? undefined : known.guests.get(vmid);
      if (!guest) continue;
      underWay += 1;
      void read(guest, known.options, false)
        .catch((cause: unknown) => known.log('error', 'reading a configuration failed', { vmid, error: cause }))
        .finally(() => {
          underWay -= 1;
          pump();
        });
    }
  }

  function want(vmid: number, urgent = false): void {
    const at = wanted.indexOf(vmid);
    if (at >= 0 && !urgent) return;
    if (at >= 0) wanted.splice(at, 1);
    if (urgent) wanted.unshift(vmid);
    else wanted.push(vmid);
    pump();
  }

  return {
    want,
    sweep() {
      // Not while Proxmox does not answer anyway.
      if (wanted.length > 0 || underWay > 0 || known.errors.has(statesSource)) return;
      const guests = [...known.guests.values()].filter((guest) => isOnline(known, guest.node));
      const vmids = guests.map((guest) => guest.vmid).sort((a, b) => a - b);
      const vmid = vmids.find((id) => id > swept) ?? vmids[0];
      if (vmid === undefined) return;
      swept = vmid;
      want(vmid);
    },
    read,
  };
}
