import Link from 'next/link';
import { Fragment } from 'react';
import { useFresh, useLive, useLiveList } from '@/components/live/store';
import { Age, Today } from '@/components/live/time';
import { useActor } from '@/components/operate/actor';
import { headline, type Part } from '@/components/overview/headline';
import { counted } from '@/lib/format/number';
import { may } from '@/lib/roles/table';

const tones: Record<Part['tone'], string> = { ink: '', intent: 'text-intent', fault: 'text-fault' };

/** The headline. When the data is stale it says what was, and when. */
export function Say() {
  return (
    <h1 className="mb-3.5 flex flex-col gap-0.5 text-balance font-value text-[18px] text-ink leading-[1.3] tracking-[-0.008em] md:flex-row md:items-baseline md:gap-[18px] md:text-19">
      <span>
        <Sentence />
      </span>
      <Today className="whitespace-nowrap font-normal text-12 text-ink-3 tracking-normal md:ml-auto" />
    </h1>
  );
}

function Sentence() {
  const containers = useLiveList('ct');
  const queue = useLive('queue') ?? [];
  const source = useLive('source');
  const fresh = useFresh();
  const { role } = useActor();
  if (fresh.state === 'starting' || (fresh.state === 'stale' && containers.length === 0))
    return 'Nothing is known yet.';
  if (fresh.state === 'stale' && containers.every(({ status }) => status === 'unknown')) {
    return (
      <>
        {counted(containers.length, 'container')} asked for.{' '}
        <span className="text-ink-3">What they do now is not known.</span>
      </>
    );
  }
  if (fresh.state === 'stale') {
    const running = containers.filter(({ status }) => status === 'running').length;
    return (
      <>
        {running} of {containers.length} were running
        {fresh.since !== null && (
          <>
            {' '}
            <Age at={fresh.since} /> ago
          </>
        )}
        . <span className="text-ink-3">What they do now is not known.</span>
      </>
    );
  }
  const forbidden = (source?.forbidden.length ?? 0) > 0;
  return headline(containers, queue, may(role, 'approveChange'), forbidden).map((part) => (
    <Fragment key={part.text}>
      <Said part={part} />{' '}
    </Fragment>
  ));
}

function Said({ part }: { part: Part }) {
  if (part.href === undefined) return <span className={tones[part.tone]}>{part.text}</span>;
  const line = part.tone === 'intent' ? 'shadow-[0_1.5px_0_0_currentColor]' : 'hover:shadow-[0_1.5px_0_0_currentColor]';
  return (
    <Link href={part.href} className={`${tones[part.tone]} ${line}`}>
      {part.text}
    </Link>
  );
}
