/**
 * Memory and disks are binary: MiB below 1 GiB, then GiB with two decimals under 10 and one above, then TiB. Exact
 * quarters are kept (35.25), and zeros after the point that say nothing are dropped only for whole numbers. Disks sold
 * in TB stay TB. Network is decimal: Mbit/s with one decimal, none from 100.
 */
import { formatNumber } from '@/lib/format/number';
import { type Quantity, quantityText } from '@/lib/format/quantity';

const KiB = 1024;
const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const TiB = 1024 ** 4;
const TB = 1e12;

/** An amount of memory or disk. */
export function formatBytes(bytes: number): Quantity {
  if (bytes < MiB && bytes > 0) return { value: formatNumber(bytes / KiB), unit: 'KiB' };
  if (bytes < GiB) return { value: formatNumber(bytes / MiB), unit: 'MiB' };
  if (bytes < TiB) return { value: scaled(bytes / GiB), unit: 'GiB' };
  return { value: scaled(bytes / TiB), unit: 'TiB' };
}

/** The same as text: `19.5 GiB`. */
export const bytesText = (bytes: number): string => quantityText(formatBytes(bytes));

/** A value in GiB whatever its size, for sums that stand beside each other. */
export function formatGiB(bytes: number): string {
  return scaled(bytes / GiB);
}

/** `memoryMiB` and the like: `2048` → `2,048 MiB`, as Proxmox's own field says it. */
export function formatMiB(mebibytes: number): Quantity {
  return { value: formatNumber(mebibytes), unit: 'MiB' };
}

/** Used of total in the total's unit: `6.8` of `10 TB`. */
export function formatUsedOf(used: number, total: number): { used: string; total: string; unit: string } {
  const { divisor, unit } = scaleOf(total);
  const size = total / divisor;
  const value = used / divisor;
  const decimals = value === 0 || value >= 10 ? 0 : size < 10 ? 2 : 1;
  return {
    used: formatNumber(value, decimals),
    total: Number.isInteger(round(size, 2)) || size >= 100 ? formatNumber(size) : scaled(size),
    unit,
  };
}

/** Bytes per second as Mbit/s. */
export function formatMbit(bytesPerSecond: number): string {
  const mbit = (bytesPerSecond * 8) / 1e6;
  return formatNumber(mbit, mbit >= 99.95 ? 0 : 1);
}

/** Bytes per second as MB/s, for disks. */
export function formatMBps(bytesPerSecond: number): string {
  const mb = bytesPerSecond / 1e6;
  return formatNumber(mb, mb >= 99.95 ? 0 : 1);
}

function scaleOf(total: number): { divisor: number; unit: string } {
  const soldAs = total / TB;
  if (soldAs >= 0.99 && Math.abs(soldAs - Math.round(soldAs)) / soldAs < 0.001) return { divisor: TB, unit: 'TB' };
  if (total >= TiB) return { divisor: TiB, unit: 'TiB' };
  if (total >= GiB) return { divisor: GiB, unit: 'GiB' };
  return { divisor: MiB, unit: 'MiB' };
}

function scaled(value: number): string {
  if (Number.isInteger(value)) return formatNumber(value);
  if (value < 9.995) return formatNumber(value, 2);
  const quarter = Number.isInteger(round(value * 4, 6)) && !Number.isInteger(round(value * 10, 6));
  return formatNumber(value, quarter ? 2 : 1);
}

const round = (value: number, decimals: number) => Number(value.toFixed(decimals));
