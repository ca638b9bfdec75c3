/**
 * What a guest uses at any moment, as a function of its baseline, its configuration and the time alone. Fewer cores
 * make the same work a larger part of them; a start is a burst of CPU and memory that fills up again.
 */
import { daily, lively, noise } from '@/simulator/metrics/curve';
import type { Baseline } from '@/simulator/state/state';

export type GuestMoment = {
  cpu: number;
  mem: number;
  swap: number;
  disk: number;
  /** Bytes a second. */
  netIn: number;
  netOut: number;
  diskRead: number;
  diskWrite: number;
  uplinkIn: number;
  uplinkOut: number;
};

export type GuestLimits = { cpus: number; maxmem: number; maxswap: number; maxdisk: number };

export const idle: GuestMoment = {
  cpu: 0,
  mem: 0,
  swap: 0,
  disk: 0,
  netIn: 0,
  netOut: 0,
  diskRead: 0,
  diskWrite: 0,
  uplinkIn: 0,
  uplinkOut: 0,
};

/** What the guest uses at `time`, `age` seconds after its start. */
export function guestAt(
  seed: number,
  baseline: Baseline,
  limits: GuestLimits,
  time: number,
  age: number,
  zoneSeconds: number,
): GuestMoment {
  const local = time + zoneSeconds;
  const busy = daily(local, baseline.peakHour, baseline.swing);
  const booting = Math.exp(-Math.max(0, age) / 14);
  const awake = 1 - Math.exp(-Math.max(0, age) / 90);
  const cores = baseline.cpuCores * busy * lively(seed + 1, time, 0.5) * awake + booting * 0.55;
  const traffic = busy * awake;
  const wanted = baseline.memoryBytes * (1 + 0.025 * noise(seed + 2, time, 2600) + 0.008 * noise(seed + 3, time, 40));
  const mem = Math.min(wanted * (0.3 + 0.7 * awake), limits.maxmem * 0.985);
  const spilled = Math.max(0, wanted - limits.maxmem * 0.985);
  return {
    cpu: Math.min(1, cores / limits.cpus),
    mem,
    swap: Math.min(limits.maxswap, baseline.swapBytes * awake + spilled),
    disk: Math.min(limits.maxdisk, baseline.diskBytes * (1 + 0.01 * noise(seed + 4, time, 9000))),
    netIn: baseline.netIn * traffic * lively(seed + 5, time, 0.4),
    netOut: baseline.netOut * traffic * lively(seed + 6, time, 0.4),
    diskRead: baseline.diskRead * busy * lively(seed + 7, time, 0.8) + booting * 2e7,
    diskWrite: baseline.diskWrite * busy * lively(seed + 8, time, 0.8) + booting * 1e6,
    uplinkIn: baseline.uplinkIn * traffic * lively(seed + 5, time, 0.4),
    uplinkOut: baseline.uplinkOut * traffic * lively(seed + 6, time, 0.4),
  };
}
