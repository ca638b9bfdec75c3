import type { Metadata } from 'next';
import { requireUser } from '@/app/session';
import { loadContainer, type Params } from '../../load';
import { SpecFile } from '../../spec-file';

export const metadata: Metadata = { title: 'Spec' };

/** The desired state as it stands in the lab repository. It is edited by a change, not here. */
export default async function SpecPage({ params }: Params) {
  await requireUser();
  const found = await loadContainer((await params).vmid);
  if (!found.ok) return null;
  const { desired } = found.value;
  if (desired === null)
    return (
      <p className="max-w-[60ch] text-ink-3">
        Wheelhouse has no desired state of this container: it is on the host, and nobody has asked for it here.
      </p>
    );
  return <SpecFile spec={desired} about="the desired state, as it is committed; edits go through a change" />;
}
