'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { Glyph } from '@/components/glyph/glyph';
import { severityOf } from '@/components/glyph/state';
import { useLive, useLiveList } from '@/components/live/store';
import type { Finding } from '@/lib/findings/finding';
import type { Severity } from '@/lib/live/view';

const kinds: Record<Severity, string> = { fault: 'Broken', warn: 'Unsound', info: 'Notes' };
const order: Severity[] = ['fault', 'warn', 'info'];

/** What is unsound in the lab, worst first. A container's own are shown with `?vmid=107`. */
export function Findings({ findings }: { findings: Finding[] }) {
  const vmid = Number(useSearchParams().get('vmid') ?? Number.NaN);
  const shown = Number.isNaN(vmid) ? findings : findings.filter(({ vmids }) => vmids.includes(vmid));
  return (
    <>
      <div className="mb-3.5 flex flex-wrap items-baseline gap-x-3.5">
        <h1 className="font-value text-19 text-ink leading-[1.3] tracking-[-0.008em]">{sentence(shown)}</h1>
        {!Number.isNaN(vmid) && (
          <span className="text-12 text-ink-3">
            of {vmid}.{' '}
            <Link href="/findings" className="font-[500] text-intent">
              All {findings.length}
            </Link>
          </span>
        )}
      </div>
      {order.map((severity) => {
        const same = shown.filter((finding) => finding.severity === severity);
        return same.length === 0 ? null : <Section key={severity} severity={severity} findings={same} />;
      })}
    </>
  );
}

function sentence(findings: Finding[]): string {
  if (findings.length === 0) return 'Nothing unsound was found.';
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const parts = [
    of('fault') > 0 && `${of('fault')} broken`,
    of('warn') > 0 && `${of('warn')} unsound`,
    of('info') > 0 && `${of('info')} to know`,
  ].filter((part) => part !== false);
  return `${parts.join(', ')}.`;
}

function Section({ severity, findings }: { severity: Severity; findings: Finding[] }) {
  return (
    <section aria-label={kinds[severity]} className="mb-5">
      <header className="mb-1.5 flex items-baseline gap-2.5">
        <h2 className="font-title text-13 text-ink">{kinds[severity]}</h2>
        <span className="text-12 text-ink-3">{findings.length}</span>
      </header>
      <ul className="room overflow-hidden">
        {findings.map((finding) => (
          <Row key={finding.id} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

function Row({ finding }: { finding: Finding }) {
  const { glyph, tone, word } = severityOf(finding.severity);
  const queue = useLive('queue') ?? [];
  const fix = queue.find(({ kind, title }) => kind === 'finding' && title === finding.title)?.changeId ?? null;
  return (
    <li
      id={`finding/${finding.id}`}
      className="grid scroll-mt-16 grid-cols-[20px_minmax(0,1fr)] gap-x-1 border-line border-t px-3.5 py-2.5 target:bg-intent-wash first:border-t-0 lg:grid-cols-[20px_minmax(0,1.2fr)_minmax(0,1fr)_88px] lg:gap-x-4"
    >
      <Glyph name={glyph} className={`mt-[3px] ${tone}`} />
      <div>
        <h3 className="text-pretty font-[530] text-ink leading-[1.32]">
          <span className="sr-only">{word}: </span>
          {finding.title}
        </h3>
        <p className="mt-px text-pretty text-12 text-ink-3 leading-[1.36]">{finding.evidence}</p>
      </div>
      <Touched vmids={finding.vmids} />
      <div className="max-lg:col-start-2 lg:text-right">
        {fix !== null && (
          <Link
            href={`/changes/${fix}`}
            className="inline-flex items-center gap-[5px] whitespace-nowrap font-[500] text-12 text-intent max-lg:mt-1.5"
          >
            <Glyph name="waits" /> fix in {fix}
          </Link>
        )}
      </div>
    </li>
  );
}

function Touched({ vmids }: { vmids: number[] }) {
  const containers = useLiveList('ct');
  return (
    <ul className="flex flex-wrap content-start gap-x-3 gap-y-0.5 text-12 max-lg:col-start-2 max-lg:mt-1.5">
      {vmids.map((vmid) => (
        <li key={vmid}>
          <Link
            href={`/containers/${vmid}`}
            className="inline-flex min-h-6 items-baseline gap-1 hover:text-ink hover:underline"
          >
            <span className="narrow font-name text-ink">
              {containers.find((container) => container.vmid === vmid)?.hostname ?? 'container'}
            </span>
            <span className="font-mono text-11 text-ink-3">{vmid}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
