import { formatNumber } from '@/lib/format/number';

/** A fraction as percent without its sign: `0.024` → `2.4`. Not clipped: 1.14 is 114. */
export function formatPercent(fraction: number, decimals = 0): string {
  return formatNumber(fraction * 100, decimals);
}

/** CPU of a container: one decimal, none from 100. */
export function formatCpu(fraction: number): string {
  return formatPercent(fraction, fraction >= 0.9995 ? 0 : 1);
}
