'use client';

import { useState } from 'react';
import { Button } from '@/components/button/button';
import { Glyph } from '@/components/glyph/glyph';
import type { Fresh } from '@/components/live/freshness';
import { useClock, useFresh, useLive, useLiveList, useTimeZone } from '@/components/live/store';
import { formatAge } from '@/lib/format/duration';
import { formatClockSeconds } from '@/lib/format/time';

type Stale = Extract<Fresh, { state: 'stale' }>;

/**
 * The banner over stale data: who is silent since when, what was and was not done, and what still holds. An engine
 * that is away is another thing than a Proxmox that does not answer, and is said differently.
 */
export function Silence() {
  const fresh = useFresh();
  if (fresh.state === 'live') return null;
  if (fresh.state === 'starting') return <Starting />;
  return <Banner fresh={fresh} />;
}

function Starting() {
  const endpoint = useLive('source')?.endpoint;
  return (
    <p className="mb-3.5 rounded-control border border-grip border-dashed bg-panel px-[13px] py-[11px]">
      <b>First look at Proxmox.</b> {endpoint === undefined ? 'The engine is asked.' : `Asking ${endpoint}.`} Values
      come as they are observed.
    </p>
  );
}

function Banner({ fresh }: { fresh: Stale }) {
  const source = useLive('source');
  const known = useLiveList('ct').length;
  const hosts = useHostName();
  const timeZone = useTimeZone();
  const { since } = fresh;
  const age = useClock((now) => (since === null ? '' : formatAge(now - since)));
  const when = since === null ? 'yet' : `since ${formatClockSeconds(since, timeZone)}, ${age} ago`;
  const words: Record<Stale['silent'], { title: string; text: string; raw: string | null }> = {
    proxmox: {
      title: `No answer from ${hosts} ${when}.`,
      text: 'What you see is the last it said. Nothing was sent since. Restart and Approve are off. The engine is fine and asks again every few seconds; drift is unknown, not in sync.',
      raw: source?.error ?? null,
    },
    engine: {
      title: 'The engine does not answer.',
      text:
        since === null && known > 0
          ? 'What is asked for is shown from the database, for reading. What is live, in sync or waits is not known, and nothing can be changed until the engine is back. Proxmox and its containers are not touched by this.'
          : since === null
            ? 'Nothing can be shown or done until it is back. Proxmox and its containers are not touched by this.'
            : `What you see is from ${formatClockSeconds(since, timeZone)}, ${age} ago. Nothing can be asked for until it is back; a run under way goes on or stops safely with it.`,
      raw: null,
    },
    web: {
      title: 'Wheelhouse does not answer this browser.',
      text: `What you see is the last it said${since === null ? '' : `, ${age} ago`}. The engine may well go on. Trying again every 2 s.`,
      raw: null,
    },
    account: {
      title: 'You are signed out.',
      text: 'The session ended. What you see is the last it said.',
      raw: null,
    },
  };
  const { title, text, raw } = words[fresh.silent];
  return (
    <section
      aria-label="Stale data"
      className="mb-3.5 grid grid-cols-[auto_1fr_auto] items-start gap-[11px] rounded-control border border-grip border-dashed bg-panel px-[13px] py-[11px] leading-[1.45]"
    >
      <Glyph name="stale" size={14} className="mt-[3px] text-ink-3" />
      <div>
        <b>{title}</b> {text}
        {raw !== null && <code className="mt-0.5 block font-mono text-ink-3">{raw}</code>}
      </div>
      <Again account={fresh.silent === 'account'} />
    </section>
  );
}

function Again({ account }: { account: boolean }) {
  const [asked, setAsked] = useState(false);
  const go = () => {
    setAsked(true);
    location.reload();
  };
  return (
    <Button size="small" onClick={go} disabled={asked}>
      {account ? 'Sign in' : 'Try now'}
    </Button>
  );
}

function useHostName(): string {
  const endpoint = useLive('source')?.endpoint;
  return endpoint ?? 'Proxmox';
}
