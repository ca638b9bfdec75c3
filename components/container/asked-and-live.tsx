import Link from 'next/link';
import { Glyph } from '@/components/glyph/glyph';
import { type Shown, StateGlyph } from '@/components/glyph/state';
import { Age } from '@/components/live/time';
import type { FieldRow } from '@/lib/diff/field-row';
import { counted } from '@/lib/format/number';
import { type DriftActions, DriftButtons } from './drift-buttons';
import { Value } from './value';

/** What an open change proposes for one field. */
export type Proposed = { field: string; to: string; back: boolean };

/** One table: field, desired, whether they agree, live, and what the open change proposes. */
export function AskedAndLive({
  vmid,
  hostname,
  rows,
  known,
  observedAt,
  cause,
  changeId,
  proposed,
  onlyDifferences,
  mayPropose,
  unreadable,
  actions,
}: {
  vmid: number;
  hostname: string;
  rows: FieldRow[];
  /** False while nothing true can be said: the data is stale, or the configuration cannot be read. */
  known: boolean;
  observedAt: number | null;
  cause: string | null;
  changeId: number | null;
  proposed: Proposed[];
  onlyDifferences: boolean;
  mayPropose: boolean;
  /** Why its configuration could not be read. */
  unreadable: string | null;
  actions: DriftActions;
}) {
  const proposalOf = (row: FieldRow) =>
    proposed.find((item) => item.field === row.field || row.field.startsWith(`${item.field}.`)) ?? null;
  const differing = rows.filter((row) => !row.equal || proposalOf(row) !== null);
  const drifted = rows.filter((row) => !row.equal && row.live !== null);
  const shown = onlyDifferences ? differing : rows;
  const columns = changeId === null ? 4 : 5;
  const said = [
    known && (drifted.length > 0 || rows.every((row) => row.equal))
      ? drifted.length > 0
        ? counted(drifted.length, 'drift')
        : 'in sync'
      : 'sync unknown',
    ...(changeId !== null && proposed.length > 0
      ? [`${counted(proposed.length, 'field')} ${proposed.length === 1 ? 'changes' : 'change'} with ${changeId}`]
      : []),
  ].join(', ');
  return (
    <section aria-labelledby="asked">
      <div className="mb-1.5 flex min-h-[26px] flex-wrap items-center gap-x-2.5">
        <h2 id="asked" className="font-title text-13 text-ink">
          Asked for, and live
        </h2>
        <span className="text-12 text-ink-3">{said}</span>
        {rows.length > 0 && (
          <Switch vmid={vmid} all={rows.length} some={differing.length} onlyDifferences={onlyDifferences} />
        )}
      </div>
      <table className="room w-full border-separate border-spacing-0 text-[12.5px] max-md:block">
        <thead className="max-md:hidden">
          <tr className="text-left text-12 [&>th]:px-2 [&>th]:pt-1.5 [&>th]:pb-[4.5px] [&>th]:font-text">
            <th scope="col" className="w-[118px]">
              <span className="sr-only">Field</span>
            </th>
            <th scope="col">Desired</th>
            <th scope="col" className="w-6">
              <span className="sr-only">Agree</span>
            </th>
            <th scope="col">
              Live{' '}
              {observedAt !== null && (
                <span className="text-ink-3">
                  <Age at={observedAt} /> ago
                </span>
              )}
            </th>
            {changeId !== null && (
              <th scope="col" className="w-[122px]">
                <Link
                  href={`/changes/${changeId}`}
                  className="inline-flex items-center gap-1 text-intent hover:underline"
                >
                  <Glyph name="waits" /> Change {changeId}
                </Link>
              </th>
            )}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {shown.length === 0 && (
            <tr className="max-md:block">
              <td colSpan={columns} className="border-line border-t px-3.5 py-3 text-ink-3 max-md:block">
                {rows.length > 0 ? (
                  'Nothing differs.'
                ) : (
                  <>
                    {unreadable === null
                      ? 'Nothing to compare: its configuration has not been read. '
                      : `Nothing can be compared: ${unreadable}. `}
                    <Link href={`/containers/${vmid}/spec`} className="font-[500] text-intent hover:underline">
                      What is asked for
                    </Link>
                  </>
                )}
              </td>
            </tr>
          )}
          {shown.map((row) => (
            <Row
              key={row.field}
              row={row}
              known={known}
              columns={columns}
              proposal={changeId === null ? undefined : proposalOf(row)}
              note={
                row.equal || !known || row.live === null ? null : (
                  <DriftNote
                    row={row}
                    cause={row === drifted[0] ? cause : null}
                    changeId={changeId !== null && proposalOf(row)?.back ? changeId : null}
                  >
                    {mayPropose && (
                      <DriftButtons
                        vmid={vmid}
                        field={row.field}
                        adopt={row.live}
                        refused={row.refused}
                        title={`${hostname}: ${row.label} goes back to ${row.desired ?? 'nothing'}`}
                        alone={drifted.length === 1}
                        hostname={hostname}
                        actions={actions}
                      />
                    )}
                  </DriftNote>
                )
              }
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const agrees: Shown = { glyph: 'same', tone: 'text-ink-3', word: 'in sync' };
const drifts: Shown = { glyph: 'drift', tone: 'text-warn', word: 'drift' };
const unknown: Shown = { glyph: 'unknown', tone: 'text-ink-3', word: 'unknown' };

const cell = 'border-line border-t px-2 py-[4.5px] align-baseline max-md:border-t-0 max-md:py-0.5';

function Row({
  row,
  known,
  proposal,
  note,
  columns,
}: {
  row: FieldRow;
  known: boolean;
  proposal: Proposed | null | undefined;
  note: React.ReactNode;
  columns: number;
}) {
  const isKnown = known && row.live !== null;
  const tint = row.equal || !isKnown ? '' : 'bg-warn-wash';
  const shown = isKnown ? (row.equal ? agrees : drifts) : unknown;
  // Where there is no room for columns, what agrees is said once.
  const once = row.equal && row.desired === row.live;
  return (
    <>
      <tr
        className={`max-md:grid max-md:grid-cols-[96px_18px_minmax(0,1fr)] max-md:items-baseline max-md:border-line max-md:border-t max-md:py-1.5 ${tint}`}
      >
        <th scope="row" className={`${cell} pl-3.5 text-left font-text text-ink-2 max-md:row-span-3`}>
          {row.label}
        </th>
        <td className={`${cell} max-md:col-start-3 ${once ? 'max-md:hidden' : ''}`}>
          <span className="mr-2 text-ink-3 md:hidden">desired</span>
          <Value text={row.desired} />
        </td>
        <td className={`${cell} px-0 max-md:col-start-2 max-md:row-start-1`}>
          <StateGlyph shown={shown} />
        </td>
        <td className={`${cell} max-md:col-start-3`}>
          {!once && <span className="mr-2 text-ink-3 md:hidden">live</span>}
          <Value text={row.live} />
          {!row.equal && isKnown && (
            <span className="ml-1.5 inline-flex h-[17px] items-center rounded-[3px] px-[7px] font-[520] text-[11.5px] text-warn shadow-[inset_0_0_0_1px_var(--warn-edge)]">
              drift
            </span>
          )}
          {row.pending !== null && (
            <span className="ml-1.5 inline-flex items-center gap-1 text-12">
              <Glyph name="clock" /> {row.pending} after restart
            </span>
          )}
        </td>
        {proposal !== undefined && (
          <td className={`${cell} max-md:col-start-3 ${proposal === null ? 'max-md:hidden' : ''}`}>
            {proposal !== null && (
              <span className="text-intent">
                {proposal.back && 'back to '}
                {proposal.to}
              </span>
            )}
          </td>
        )}
      </tr>
      {note !== null && (
        <tr className={`max-md:block ${tint}`}>
          <td className="max-md:hidden" />
          <td colSpan={columns - 1} className="px-2 pb-2 text-12 max-md:block max-md:px-3.5">
            {note}
          </td>
        </tr>
      )}
    </>
  );
}

function DriftNote({
  row,
  cause,
  changeId,
  children,
}: {
  row: FieldRow;
  cause: string | null;
  changeId: number | null;
  children: React.ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <p className="min-w-0 flex-[1_1_22ch] text-pretty">
        {cause === null ? 'Differs from what was asked for.' : outside(cause)}
        {row.refused !== null && ` Cannot be put back: ${row.refused}.`}
        {changeId !== null && (
          <>
            {' '}
            <Link href={`/changes/${changeId}`} className="font-[500] text-intent hover:underline">
              Change {changeId}
            </Link>{' '}
            puts it back.
          </>
        )}
      </p>
      {children}
    </div>
  );
}

/** Says that it was not Wheelhouse, unless the cause does. */
const outside = (cause: string): string =>
  /wheelhouse/i.test(cause) ? cause : `Changed outside Wheelhouse: ${cause.slice(0, 1).toLowerCase()}${cause.slice(1)}`;

function Switch({
  vmid,
  all,
  some,
  onlyDifferences,
}: {
  vmid: number;
  all: number;
  some: number;
  onlyDifferences: boolean;
}) {
  const link =
    'grid h-11 place-items-center border-edge border-l px-2.5 text-[11.5px] text-ink-3 first:border-l-0 hover:text-ink aria-[current=true]:bg-press aria-[current=true]:font-[540] aria-[current=true]:text-ink md:h-6 md:px-2';
  return (
    <nav aria-label="Rows" className="ml-auto flex overflow-hidden rounded-control border border-edge">
      <Link href={`/containers/${vmid}`} scroll={false} replace aria-current={!onlyDifferences} className={link}>
        All {all}
      </Link>
      <Link
        href={`/containers/${vmid}?show=differences`}
        scroll={false}
        replace
        aria-current={onlyDifferences}
        className={link}
      >
        Differences {some}
      </Link>
    </nav>
  );
}
