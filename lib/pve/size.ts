/**
 * Sizes of disks: bytes here, Proxmox's notation there. Proxmox writes the largest unit that needs no fraction
 * (FACTS §4: `2560M`, `1536M`), and takes fractions.
 */
import { trimZeros } from '@/lib/pve/scalar';

const units = ['', 'K', 'M', 'G', 'T'];
const KiB = 1024;
const GiB = KiB ** 3;

/** Bytes of `4G`, `2560M`, `1.5G`, `512K` or a plain number; null if it is none of them. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text);
  if (!match) return null;
  const bytes = Math.floor(Number(match[1]) * KiB ** units.indexOf(match[2] ?? ''));
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Proxmox's notation: 2684354560 → `2560M`. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (unit < units.length - 1 && value % KiB === 0) {
    value /= KiB;
    unit += 1;
  }
  return `${value}${units[unit]}`;
}

/** The number in `storage:4`, which asks for a new volume of that many GiB. */
export const formatGiB = (bytes: number): string => trimZeros((bytes / GiB).toFixed(40));

/** The bytes that `storage:0.5` asks for. */
export const bytesOfGiB = (gib: number): number => Math.round(gib * GiB);
