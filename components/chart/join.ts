/**
 * Series in columns, joined in time. The engine's ring holds what it has seen since it started; before that, the same
 * hour comes from Proxmox's RRD at its own coarser step. Holes are written in as rows of nulls, each part judged by
 * its own step, so that a joined chart breaks exactly where nothing was measured.
 */
import type { Series } from '@/lib/live/series';
import { gapOf } from './scale';

type Column = Exclude<keyof Series, 'times'>;
const columns: Column[] = [
  'cpu',
  'memoryBytes',
  'maxMemoryBytes',
  'netInBytesPerSecond',
  'netOutBytesPerSecond',
  'diskReadBytesPerSecond',
  'diskWriteBytesPerSecond',
];

type Row = { time: number; values: (number | null)[] };

const rowsOf = (series: Series): Row[] =>
  series.times.map((time, index) => ({ time, values: columns.map((column) => series[column][index] ?? null) }));

function seriesOf(rows: Row[]): Series {
  const series: Series = { times: rows.map((row) => row.time) } as Series;
  for (const [at, column] of columns.entries()) series[column] = rows.map((row) => row.values[at] ?? null);
  return series;
}

const hole = (time: number): Row => ({ time, values: columns.map(() => null) });

function holed(rows: Row[]): Row[] {
  const gapMs = gapOf(rows.map((row) => row.time));
  return rows.flatMap((row, index) => {
    const before = rows[index - 1];
    return before && row.time - before.time > gapMs ? [hole((before.time + row.time) / 2), row] : [row];
  });
}

/** `older` up to where `newer` begins, then `newer`; from `from` on. A hole between the two stays one. */
export function joinSeries(older: Series | undefined, newer: Series, from: number): Series {
  const late = rowsOf(newer).filter((row) => row.time >= from);
  const start = late[0]?.time ?? Number.POSITIVE_INFINITY;
  const early = rowsOf(older ?? seriesOf([])).filter((row) => row.time >= from && row.time < start);
  const last = early.at(-1);
  const apart = last !== undefined && late[0] !== undefined && start - last.time > gapOf(early.map((row) => row.time));
  return seriesOf([...holed(early), ...(apart && last ? [hole((last.time + start) / 2)] : []), ...holed(late)]);
}
