import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ask } from '@/app/ask';
import {
  abortChange,
  applyChange,
  approveAndApply,
  approveChange,
  rejectChange,
  replanChange,
  rollbackChange,
} from '@/app/changes/actions';
import { requireUser } from '@/app/session';
import { ChangeHead, Outcome, Trailers } from '@/components/change/change-head';
import { Decide } from '@/components/change/decide';
import { FollowChange } from '@/components/change/follow-change';
import { MovedNotice } from '@/components/change/moved-notice';
import { Prose } from '@/components/change/prose';
import { isOpen, outcomeOf } from '@/components/change/status';
import { FileDiff } from '@/components/file-diff/file-diff';
import { Interrupted } from '@/components/plan/interrupted';
import { MemoryAfter } from '@/components/plan/memory-after';
import { PlanNotes } from '@/components/plan/notes';
import { StepList } from '@/components/plan/step-list';
import { EngineProblem } from '@/components/problem/engine-problem';
import { PlanOrRun } from '@/components/run/plan-or-run';
import type { ChangeDetail } from '@/engine/rpc/contract';
import { counted } from '@/lib/format/number';
import type { Role } from '@/lib/roles/table';

const actions = {
  approve: approveChange,
  approveAndApply,
  apply: applyChange,
  reject: rejectChange,
  replan: replanChange,
  abort: abortChange,
  rollback: rollbackChange,
};

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Change ${(await params).id}` };
}

export default async function ChangePage({ params }: Props) {
  const user = await requireUser();
  const { id } = await params;
  if (!/^[1-9]\d{0,8}$/.test(id)) notFound();
  const found = await ask('getChange', { id: Number(id) });
  if (!found.ok) {
    if (found.error.kind === 'not-found') notFound();
    return <EngineProblem what={`change ${id}`} refusal={found.error} />;
  }
  return <Change change={found.value} role={user.role} />;
}

function Change({ change, role }: { change: ChangeDetail; role: Role }) {
  const { plan, impact, run } = change;
  const outcome = outcomeOf(change.status);
  const names = plan.desired.map((spec) => spec.hostname);
  const open = isOpen(change.status);
  const decides = open || change.status === 'applied';
  return (
    <>
      <FollowChange id={change.id} rendered={`${change.status} ${change.planHash}`} vmids={change.vmids} />
      <ChangeHead change={change} rollbackOf={change.rollbackOf} />
      <div className="grid gap-x-7 gap-y-[18px] max-md:pb-28 xl:grid-cols-[minmax(0,1fr)_316px]">
        <div className="min-w-0">
          {open && <MovedNotice moved={change.moved} />}
          {outcome !== null && <Outcome change={change} text={outcome} />}
          <PlanOrRun
            changeId={change.id}
            rendered={run}
            told={outcome !== null}
            steps={plan.steps.map(({ id, vmid, hostname, title }) => ({ id, vmid, hostname, title }))}
          >
            <section
              aria-label="In words"
              className="grid max-w-[74ch] gap-1.5 text-pretty text-15 text-ink-2 leading-[1.5]"
            >
              {impact.summary.map((text) => (
                <Prose key={text} text={text} names={names} />
              ))}
            </section>
            {plan.notes.length > 0 && open && (
              <div className="mt-3.5">
                <PlanNotes notes={plan.notes} />
              </div>
            )}
            <section className="mt-[22px]" aria-labelledby="steps">
              <Heading
                id="steps"
                title="Steps"
                sub="in this order; the run stops at the first surprise and undoes itself"
              />
              <StepList plan={plan} files={impact.files.map((file) => file.path)} author={change.proposedBy} />
              <Interrupted plan={plan} interrupted={impact.interrupted} />
            </section>
          </PlanOrRun>
          <section className="mt-[22px]" aria-labelledby="files">
            <Heading id="files" title="Files" sub={filesSentence(impact.files)} />
            {impact.files.map((file) => (
              <FileDiff key={file.path} file={file} />
            ))}
          </section>
        </div>
        <aside className="grid content-start gap-[18px] xl:sticky xl:top-[60px] xl:self-start">
          {decides && change.planHash !== null && (
            <Decide
              id={change.id}
              status={change.status}
              planHash={change.planHash}
              vmids={change.vmids}
              checks={change.checks}
              expiresAt={change.expiresAt}
              moved={change.moved.length}
              blocked={plan.notes.some((note) => note.severity === 'block')}
              runId={change.runId}
              runStartedAt={run?.startedAt ?? null}
              commit={change.commit}
              typed={plan.steps.find((step) => step.effect === 'data')?.hostname ?? null}
              host={plan.steps.find((step) => step.class === 'host')?.command ?? null}
              role={role}
              actions={actions}
            />
          )}
          <Trailers change={change} />
          {open && impact.memory.map((memory) => <MemoryAfter key={memory.node} memory={memory} />)}
          {open && change.status !== 'applying' && !impact.summary.some((text) => text.includes(impact.undo)) && (
            <Side title="Undo">
              <p className="text-12 leading-[1.42]">{impact.undo}</p>
            </Side>
          )}
          {change.status === 'applying' && (
            <Side title="If it fails here">
              <p className="text-12 leading-[1.42]">
                The steps that are done are undone in reverse order, and the change ends as <b>rolled back</b>. If
                nobody can tell whether a step was done, the run stops for a person.
              </p>
            </Side>
          )}
          {change.status === 'applying' && (
            <Side title="Held for this run">
              <ul className="grid grid-cols-2 gap-x-3 text-12 text-ink-3">
                {plan.desired.map((spec) => (
                  <li key={spec.vmid}>
                    <Link href={`/containers/${spec.vmid}`} className="hover:text-ink hover:underline">
                      {spec.vmid} {spec.hostname}
                    </Link>
                  </li>
                ))}
              </ul>
              <p className="mt-1 text-12 text-ink-3">Other changes to these wait. Restart buttons are off.</p>
            </Side>
          )}
          {change.status !== 'applying' && (
            <Side title="Containers">
              <ul className="grid gap-1 text-12">
                {plan.desired.map((spec) => (
                  <li key={spec.vmid}>
                    <Link href={`/containers/${spec.vmid}`} className="text-intent hover:underline">
                      {spec.hostname}
                    </Link>{' '}
                    <span className="font-mono text-11 text-ink-3">{spec.vmid}</span>
                  </li>
                ))}
              </ul>
            </Side>
          )}
        </aside>
      </div>
    </>
  );
}

function filesSentence(files: ChangeDetail['impact']['files']): string {
  if (files.length === 0) return 'nothing in git changes';
  const sum = (of: (file: (typeof files)[number]) => number) => files.reduce((total, file) => total + of(file), 0);
  return `${counted(files.length, 'file')}, ${counted(
    sum((file) => file.linesOut),
    'line',
  )} out, ${sum((file) => file.linesIn)} in`;
}

function Heading({ id, title, sub }: { id: string; title: string; sub: string }) {
  return (
    <div className="mb-[7px] flex min-h-[26px] flex-wrap items-baseline gap-x-2.5">
      <h2 id={id} className="font-title text-13 text-ink">
        {title}
      </h2>
      <span className="text-12 text-ink-3">{sub}</span>
    </div>
  );
}

function Side({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="border-line border-t pt-[11px]">
      <h2 className="mb-[5px] font-title text-ink">{title}</h2>
      {children}
    </section>
  );
}
