import type { Metadata } from 'next';
import Link from 'next/link';
import { previewEdit, proposeEdit } from '@/app/changes/actions';
import { requireUser } from '@/app/session';
import { EngineProblem } from '@/components/problem/engine-problem';
import { formValues } from '@/components/spec-form/edit';
import { SpecForm } from '@/components/spec-form/spec-form';
import { may } from '@/lib/roles/table';
import { containerName, loadContainer, type Params } from '../load';

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  await requireUser();
  return { title: `Edit ${await containerName((await params).vmid)}` };
}

export default async function EditPage({ params }: Params) {
  const user = await requireUser();
  const found = await loadContainer((await params).vmid);
  if (!found.ok) return <EngineProblem what="this container" refusal={found.error} />;
  const { vmid, view, desired } = found.value;
  return (
    <>
      <header className="mb-3.5 border-line border-b pb-3">
        <h1 className="font-[540] text-19 text-ink leading-[1.22] tracking-[-0.012em] md:text-[22px]">
          Edit {view.hostname} <span className="font-mono font-text text-[14px] text-ink-3">{vmid}</span>
        </h1>
        <p className="mt-0.5 text-12 text-ink-3">
          What you ask for, not what is live. An edit becomes a change; somebody approves its plan before anything is
          sent.
        </p>
      </header>
      {!may(user.role, 'proposeChange') ? (
        <p>
          Your role, {user.role}, may look and not propose. <BackLink vmid={vmid} />
        </p>
      ) : desired === null ? (
        <p>
          Wheelhouse has no desired state of this container, so there is nothing to edit. <BackLink vmid={vmid} />
        </p>
      ) : (
        <SpecForm
          vmid={vmid}
          hostname={desired.hostname}
          initial={formValues(desired)}
          changeId={view.changeId}
          actions={{ preview: previewEdit, propose: proposeEdit }}
        />
      )}
    </>
  );
}

function BackLink({ vmid }: { vmid: number }) {
  return (
    <Link href={`/containers/${vmid}`} className="text-intent hover:underline">
      Back to the container
    </Link>
  );
}
