'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '@/components/button/button';
import { Glyph } from '@/components/glyph/glyph';
import { useStale } from '@/components/live/store';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';

type Acted = Promise<Result<{ id: number }, Refusal>>;
export type DriftActions = {
  adopt: (vmid: number, fields: string[]) => Acted;
  putBack: (vmid: number, title: string) => Acted;
};

/** Takes live into the desired state, or desired back to live: either is a change, and goes to it. */
export function DriftButtons({
  vmid,
  hostname,
  field,
  adopt,
  refused,
  title,
  alone,
  actions,
}: {
  vmid: number;
  hostname: string;
  field: string;
  adopt: string | null;
  refused: string | null;
  title: string;
  alone: boolean;
  actions: DriftActions;
}) {
  const router = useRouter();
  const stale = useStale();
  const [busy, begin] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const go = (act: () => Acted) => {
    setProblem(null);
    begin(async () => {
      const result = await act();
      if (result.ok) router.push(`/changes/${result.value.id}`);
      else setProblem(result.error.text);
    });
  };
  const wholeTitle = alone ? title : `${hostname} goes back to what was asked for`;
  return (
    <>
      <span className="flex gap-1.5">
        <Button
          size="small"
          disabled={busy || stale}
          onClick={() => go(() => actions.adopt(vmid, [field]))}
          title={adopt === null ? undefined : `Make ${adopt} the desired value`}
        >
          {busy && <Glyph name="motion" className="animate-turn" />}
          Adopt {adopt !== null && adopt.length <= 14 ? adopt : 'live'}
        </Button>
        {refused === null && (
          <Button
            size="small"
            disabled={busy || stale}
            onClick={() => go(() => actions.putBack(vmid, wholeTitle))}
            title={alone ? undefined : 'Puts back everything that differs on this container'}
          >
            {alone ? 'Put back' : 'Put all back'}
          </Button>
        )}
      </span>
      {stale && <span className="text-ink-3">Off while the data is stale.</span>}
      {problem !== null && (
        <span role="alert" className="basis-full text-fault">
          {problem}
        </span>
      )}
    </>
  );
}
