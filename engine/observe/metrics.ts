/**
 * Usage of everything, once a beat: from the metrics export where there is one (PVE ≥ 8.2.5), which at the start also
 * gives the last half hour, else from the cluster's list. Where it is missing (501), not allowed (403) or empty it
 * rests and is tried again later: a host may have been updated.
 */
import { takeRowUsage, takeSample } from '@/engine/observe/guest';
import { takeHostCpu, takeHostSample } from '@/engine/observe/host';
import type { Known } from '@/engine/observe/known';
import { type Resources, readMetrics } from '@/engine/proxmox/read';

const historyMs = 30 * 60_000;
const restBeats = 60;
const wobbleMs = 30_000;

export type Metrics = {
  /** Whether the export brought anything new; null when there is no export now. */
  fromExport(): Promise<boolean | null>;
  /** Whether the list brought anything new. */
  fromList(resources: Resources): boolean;
};

export function createMetrics(known: Known): Metrics {
  let rest = 0;
  let newest = 0;
  let ahead = 0;

  /** How far the host's clock is ahead: its metrics cannot be from the future. One that is behind looks old, and is left so. */
  const aheadOf = (latest: number) => {
    const by = latest - known.now();
    if (by < wobbleMs) return 0;
    return Math.abs(by - ahead) < wobbleMs ? ahead : by;
  };

  return {
    async fromExport() {
      if (rest > 0) {
        rest -= 1;
        return null;
      }
      const { proxmox, options, now } = known;
      // The half hour is a large answer, and worth waiting for.
      const asked =
        newest === 0
          ? await readMetrics(proxmox, now() - historyMs, { ...options, timeoutMs: known.pace.timeoutMs * 2 })
          : await readMetrics(proxmox, null, options);
      if (!asked.ok && (asked.error.kind === 'unreachable' || asked.error.kind === 'timeout')) {
        known.heard('metrics', asked);
        return false;
      }
      known.errors.delete('metrics');
      if (!asked.ok || asked.value.length === 0) {
        known.log('info', 'no metrics export, usage is taken from the list', {
          why: asked.ok ? 'it is empty' : asked.error.text,
        });
        rest = restBeats;
        return null;
      }
      known.noteAnswer();
      const before = newest;
      newest = Math.max(before, asked.value.at(-1)?.at ?? 0);
      ahead = aheadOf(newest);
      for (const given of asked.value) {
        const sample = ahead === 0 ? given : { ...given, at: given.at - ahead };
        const [kind, name = ''] = sample.id.split('/');
        const host = kind === 'node' ? known.hosts.get(name) : undefined;
        const guest = kind === 'lxc' ? known.guests.get(Number(name)) : undefined;
        if (host) takeHostSample(host, sample);
        if (guest) takeSample(guest, sample, now());
      }
      return newest > before;
    },

    fromList(resources) {
      const at = known.now();
      let news = false;
      for (const row of resources.guests) {
        const guest = known.guests.get(row.vmid);
        if (guest && takeRowUsage(guest, row, at)) news = true;
      }
      if (news) for (const host of known.hosts.values()) takeHostCpu(host, at);
      // With nothing running the list never moves, and that is no reason to hurry.
      return news || ![...known.guests.values()].some((guest) => guest.power === 'running');
    },
  };
}
