'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '@/components/button/button';
import { Glyph } from '@/components/glyph/glyph';
import { useLive, useLiveList, useStale } from '@/components/live/store';
import type { ChangeStatus } from '@/lib/live/view';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';
import type { Role } from '@/lib/roles/table';
import { Reject, Typed } from './decide-forms';
import { Checks, Fine, Reasons, Standing } from './decide-parts';
import { hashGroups } from './hash-groups';
import { PlanHash } from './plan-hash';
import { reasonsAgainst, roleAgainst } from './reasons';
import { Refused } from './refused';
import { Elapsed } from './times';

export type Decision = {
  id: number;
  status: ChangeStatus;
  planHash: string;
  vmids: number[];
  checks: { text: string; ok: boolean }[];
  expiresAt: number | null;
  moved: number;
  blocked: boolean;
  /** The first step that only root on the host may do, as its command. */
  host: string | null;
  runId: number | null;
  runStartedAt: number | null;
  commit: string | null;
  /** What must be typed before a plan that destroys data may be approved. */
  typed: string | null;
  role: Role;
};

type Acted = Promise<Result<{ id: number }, Refusal>>;

/** The server actions behind the buttons; the page gives them. */
export type DecideActions = {
  approve: (id: number, planHash: string) => Acted;
  approveAndApply: (id: number, planHash: string) => Acted;
  apply: (id: number, planHash: string) => Acted;
  reject: (id: number, reason: string) => Acted;
  replan: (id: number) => Acted;
  abort: (id: number) => Acted;
  rollback: (id: number) => Acted;
};

/** The decision: what is decided about, whether it may be, and the buttons; on a phone in a dock above the tab bar. */
export function Decide({ actions, ...rendered }: Decision & { actions: DecideActions }) {
  const live = useLive(`change/${rendered.id}`);
  // The stream is ahead of the page, except in the plan: what is approved is the plan that stands on the page.
  const decision: Decision =
    live?.planHash === rendered.planHash
      ? { ...rendered, status: live.status, runId: live.runId, commit: live.commit, expiresAt: live.expiresAt }
      : rendered;
  const { id, status, planHash } = decision;
  const startedAt = useLive(`run/${decision.runId ?? 0}`)?.startedAt ?? decision.runStartedAt;
  const router = useRouter();
  const [busy, begin] = useTransition();
  const [doing, setDoing] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [rejecting, setRejecting] = useState(false);
  const [word, setWord] = useState('');
  const stale = useStale();
  const containers = useLiveList('ct');
  const held = containers
    .filter((ct) => decision.vmids.includes(ct.vmid) && ct.held !== null && ct.held.id !== decision.runId)
    .map((ct) => ({ hostname: ct.hostname, by: ct.held?.by ?? '' }));
  const standing = {
    role: decision.role,
    status,
    stale,
    moved: decision.moved,
    held,
    host: decision.host,
    blocked: decision.blocked,
  };

  const run = (what: string, act: () => Acted, then?: (id: number) => void) => {
    setDoing(what);
    setRefusal(null);
    begin(async () => {
      const result = await act();
      if (!result.ok) setRefusal(result.error);
      else then?.(result.value.id);
      router.refresh();
    });
  };
  const approve = reasonsAgainst('approveChange', standing);
  if (decision.typed !== null && word !== decision.typed && approve.length === 0)
    approve.push(`Type ${decision.typed} to approve: this plan destroys data.`);
  const apply = reasonsAgainst('applyChange', standing);
  const waits = status === 'proposed' || status === 'draft';
  const main = waits
    ? { label: 'Approve and run', reasons: approve, act: () => actions.approveAndApply(id, planHash) }
    : status === 'approved'
      ? { label: 'Apply', reasons: apply, act: () => actions.apply(id, planHash) }
      : null;
  const mayReject = roleAgainst(decision.role, 'rejectChange') === null;
  const saying = doing !== '' && busy ? doing : null;

  const mainButton = main && (
    <Button
      tone="go"
      size="large"
      className="w-full"
      disabled={busy || main.reasons.length > 0}
      onClick={() => run(`${main.label}…`, main.act)}
    >
      {saying === `${main.label}…` && <Glyph name="motion" className="animate-turn" />}
      {main.label}
    </Button>
  );
  const rejectButton = (waits || status === 'approved') && mayReject && (
    <Button tone="no" disabled={busy} aria-expanded={rejecting} onClick={() => setRejecting(!rejecting)}>
      Reject
    </Button>
  );
  const replan = decision.moved > 0 && (waits || status === 'approved') && (
    <Button
      tone="go"
      size="large"
      className="w-full"
      disabled={busy || stale || roleAgainst(decision.role, 'replanChange') !== null}
      onClick={() => run('Plan anew…', () => actions.replan(id))}
    >
      Plan anew
    </Button>
  );
  const stop = status === 'applying' && (
    <Button
      className="w-full"
      disabled={busy || roleAgainst(decision.role, 'abortChange') !== null}
      onClick={() => run('Stop after this step…', () => actions.abort(id))}
    >
      {saying === 'Stop after this step…' && <Glyph name="motion" className="animate-turn" />}
      Stop after this step
    </Button>
  );
  const undo = status === 'applied' && (
    <Button
      className="w-full"
      disabled={busy || roleAgainst(decision.role, 'rollbackChange') !== null}
      onClick={() =>
        run(
          'Undo…',
          () => actions.rollback(id),
          (made) => router.push(`/changes/${made}`),
        )
      }
    >
      {saying === 'Undo…' && <Glyph name="motion" className="animate-turn" />}
      Undo
    </Button>
  );
  const docked = replan || mainButton || stop || undo;
  // Where the button is off, the first reason stands beside it; the room above has them all.
  const whyDocked = replan ? roleAgainst(decision.role, 'replanChange') : main?.reasons[0];

  return (
    <>
      <section
        aria-label="Decision"
        className="room grid gap-2.5 border-[color-mix(in_oklab,var(--intent-edge)_70%,var(--line))] p-3.5"
      >
        <PlanHash hash={planHash} />
        {(waits || status === 'approved') && <Checks {...decision} />}
        {status === 'applying' && startedAt !== null && <Elapsed since={startedAt} />}
        {decision.typed !== null && waits && <Typed word={decision.typed} given={word} onChange={setWord} />}
        <div className="hidden gap-2 md:grid">
          {replan || mainButton}
          {(waits || status === 'approved') && (
            <div className={`grid gap-2 ${waits && mayReject ? 'grid-cols-2' : ''}`}>
              {waits && (
                <Button
                  disabled={busy || approve.length > 0}
                  onClick={() => run('Approve only…', () => actions.approve(id, planHash))}
                >
                  Approve only
                </Button>
              )}
              {rejectButton}
            </div>
          )}
          {stop}
          {undo}
        </div>
        {refusal !== null && <Refused refusal={refusal} />}
        {main && main.reasons.length > 0 && <Reasons reasons={main.reasons} />}
        {rejecting && (
          <Reject
            busy={busy}
            onCancel={() => setRejecting(false)}
            onReject={(reason) =>
              run(
                'Reject…',
                () => actions.reject(id, reason),
                () => setRejecting(false),
              )
            }
          />
        )}
        <Fine status={status} commit={decision.commit} runId={decision.runId} />
      </section>
      {docked && (
        <section
          aria-label="Decision, docked"
          className="fixed inset-x-0 bottom-(--tabbar) z-20 grid gap-2 border-edge border-t bg-panel px-3.5 pt-[9px] pb-[11px] md:hidden"
        >
          <div className="flex justify-between text-12">
            <span>
              Plan <code className="font-mono text-ink">{hashGroups(planHash, 2)}</code>
            </span>
            <Standing status={status} moved={decision.moved} stale={stale} />
          </div>
          {whyDocked != null && <p className="line-clamp-2 text-12 leading-[1.36]">{whyDocked}</p>}
          <div className={`grid gap-2 ${rejectButton ? 'grid-cols-[96px_1fr]' : ''}`}>
            {rejectButton}
            {docked}
          </div>
        </section>
      )}
    </>
  );
}
