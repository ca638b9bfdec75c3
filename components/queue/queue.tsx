import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ReactNode, useTransition } from 'react';
import { buttonClass } from '@/components/button/button';
import { Glyph } from '@/components/glyph/glyph';
import { severityOf } from '@/components/glyph/state';
import { useFresh, useLive, useStale } from '@/components/live/store';
import { useActor } from '@/components/operate/actor';
import { showToast } from '@/components/toast/toast-list';
import { counted } from '@/lib/format/number';
import type { QueueItem } from '@/lib/live/view';
import { may } from '@/lib/roles/table';

const mostShown = 4;

/** The first few; and all, when a single one would be left out. */
const shownOf = (items: QueueItem[]) => (items.length <= mostShown + 1 ? items : items.slice(0, mostShown));

/** What needs a person: what is theirs to approve first, then findings by severity, then drift. */
export function Queue() {
  const told = useLive('queue');
  const queue = told ?? [];
  const fresh = useFresh();
  const of = (kind: QueueItem['kind']) => queue.filter((item) => item.kind === kind);
  const [approvals, findings, drifts] = [of('approve'), of('finding'), of('drift')];
  return (
    <section aria-labelledby="needs-you">
      <div className="flex min-h-[26px] flex-wrap items-baseline gap-x-2.5">
        <h2 id="needs-you" className="font-title text-13 text-ink">
          Needs you
        </h2>
        <span className="text-12 text-ink-3">
          {told !== undefined
            ? `${approvals.length || 'nothing'} to approve, ${counted(findings.length, 'finding')}, ${counted(drifts.length, 'drift')}`
            : fresh.state === 'stale' && 'not known'}
        </span>
      </div>
      {queue.length === 0 && fresh.state === 'live' && <Nothing />}
      {told === undefined && fresh.state === 'stale' && (
        <p className="room hatch-room mt-1 px-3 py-2.5 text-ink-3">
          What waits for you, what is unsound and what drifted is told by the engine.
        </p>
      )}
      <ul>
        {approvals.map((item, index) => (
          <Approval key={item.id} item={item} first={index === 0} />
        ))}
      </ul>
      {findings.length > 0 && (
        <Group
          title="Findings"
          right={
            <Link href="/findings" className="reach font-[500] text-intent">
              All {findings.length}
            </Link>
          }
        >
          {shownOf(findings).map((item) => (
            <FindingRow key={item.id} item={item} />
          ))}
        </Group>
      )}
      {drifts.length > 0 && (
        <Group
          title="Drift"
          about={fresh.state === 'live' ? 'live differs from what you asked for' : 'as it was; now it is not known'}
          right={
            drifts.length > shownOf(drifts).length && (
              <Link href="/containers?q=sync%3Adrifted" className="reach font-[500] text-intent">
                All {drifts.length}
              </Link>
            )
          }
        >
          {shownOf(drifts).map((item) => (
            <DriftRow key={item.id} item={item} />
          ))}
        </Group>
      )}
    </section>
  );
}

function Nothing() {
  return (
    <p className="room mt-1 flex items-baseline gap-2 px-3 py-2.5">
      <Glyph name="check" className="text-proof" />
      Nothing waits for you. Live is what you asked for.
    </p>
  );
}

function Group({
  title,
  about,
  right,
  children,
}: {
  title: string;
  about?: string;
  right?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <header className="flex items-baseline gap-1.5 pt-2.5 pb-1 text-12 text-ink-3">
        <h3 className="font-title text-ink">{title}</h3>
        {about !== undefined && <span>{about}</span>}
        <span className="ml-auto text-13">{right}</span>
      </header>
      <ul>{children}</ul>
    </section>
  );
}

const grid = 'grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-1';
const titleClass = 'text-pretty font-[530] text-ink leading-[1.32]';
const evidenceClass = 'col-span-2 col-start-2 mt-px text-pretty text-12 leading-[1.36]';

function Approval({ item, first }: { item: QueueItem; first: boolean }) {
  return (
    <li
      className={`${grid} mb-1.5 rounded-control border border-[color-mix(in_oklab,var(--intent-edge)_55%,var(--intent-wash))] bg-intent-wash py-[9px] pr-2.5 pl-[9px]`}
    >
      <Glyph name="waits" className="mt-[3px] text-intent" />
      <span className={titleClass}>{item.title}</span>
      <Link href={`/changes/${item.changeId}`} className={`ml-2.5 ${buttonClass(first ? 'go' : 'plain', 'small')}`}>
        Review
      </Link>
      <span className={`${evidenceClass} text-ink-2`}>{item.evidence}</span>
    </li>
  );
}

const row = `${grid} border-line border-t pt-2 pb-[9px]`;

function FindingRow({ item }: { item: QueueItem }) {
  const { glyph, tone, word } = severityOf(item.severity);
  return (
    <li className={row}>
      <Glyph name={glyph} className={`mt-[3px] ${tone}`} />
      <span className={titleClass}>
        <span className="sr-only">{word}: </span>
        <Link href={`/findings#${encodeURIComponent(item.id)}`} className="hover:underline">
          {item.title}
        </Link>
      </span>
      {item.changeId === null ? <span /> : <InChange id={item.changeId} text={`fix in ${item.changeId}`} />}
      <span className={`${evidenceClass} text-ink-3`}>{item.evidence}</span>
    </li>
  );
}

function DriftRow({ item }: { item: QueueItem }) {
  const [vmid] = item.vmids;
  const stale = useStale();
  return (
    <li className={row}>
      <Glyph name={stale ? 'unknown' : 'drift'} className={`mt-[3px] ${stale ? 'text-ink-3' : 'text-warn'}`} />
      <span className={titleClass}>
        {vmid === undefined ? (
          item.title
        ) : (
          <Link href={`/containers/${vmid}`} className="hover:underline">
            {item.title}
          </Link>
        )}
      </span>
      {item.changeId !== null ? (
        <InChange id={item.changeId} text={`in ${item.changeId}`} />
      ) : vmid !== undefined && item.adoptable ? (
        <Adopt vmid={vmid} title={item.title} />
      ) : (
        <span />
      )}
      <span className={`${evidenceClass} text-ink-3`}>{item.evidence}</span>
    </li>
  );
}

function InChange({ id, text }: { id: number; text: string }) {
  return (
    <Link
      href={`/changes/${id}`}
      className="reach ml-2.5 flex items-center gap-[5px] self-start whitespace-nowrap font-[500] text-[11.5px] text-intent leading-[17px]"
    >
      <Glyph name="waits" /> {text}
    </Link>
  );
}

/** Takes what is live into what is asked for, as a change, and goes to it. */
function Adopt({ vmid, title }: { vmid: number; title: string }) {
  const { role, adopt } = useActor();
  const router = useRouter();
  const stale = useStale();
  const [busy, start] = useTransition();
  const why = !may(role, 'adoptLive')
    ? `A ${role} may not; an operator may.`
    : stale
      ? 'Off while the data is stale.'
      : null;
  const go = () =>
    start(async () => {
      const adopted = await adopt(vmid);
      if (adopted.ok) router.push(`/changes/${adopted.value.id}`);
      else showToast({ kind: 'refused', title: 'Not adopted', text: adopted.error.text });
    });
  return (
    <button
      type="button"
      aria-label={`Adopt: ${title}`}
      title={why ?? 'Propose what is live as what is asked for'}
      aria-disabled={why !== null || busy}
      onClick={() => why === null && !busy && go()}
      className="-my-1 ml-2.5 self-start rounded-control py-1 font-[500] text-intent aria-disabled:opacity-45 max-md:-my-[13px] max-md:py-[13px]"
    >
      Adopt
    </button>
  );
}
