/** The spans that the charts can show; the first is the engine's own ring, the others are Proxmox's RRD. */
export const ranges = { hour: 'Last hour', day: 'Day', week: 'Week', month: 'Month' } as const;
export type Range = keyof typeof ranges;

/** The range that a URL asks for; the last hour when it asks for none that there is. */
export function rangeOf(given: unknown): Range {
  return (Object.keys(ranges) as Range[]).find((range) => range === given) ?? 'hour';
}
