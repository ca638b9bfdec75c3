import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { currentDesired, requireUser } from '@/app/session';
import { ContainerHead, ContainerMeta } from '@/components/container/container-head';
import { FollowContainer } from '@/components/container/follow-container';
import { Tabs } from '@/components/container/tabs';
import { EngineProblem } from '@/components/problem/engine-problem';
import type { ContainerSpec } from '@/lib/spec/container';
import { containerName, loadContainer, type Params } from '../load';
import { SpecFile } from '../spec-file';

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  await requireUser();
  const name = await containerName((await params).vmid);
  return { title: { default: name, template: `%s of ${name} · Wheelhouse` } };
}

export default async function ContainerLayout({ params, children }: Params & { children: ReactNode }) {
  await requireUser();
  const { vmid: asked } = await params;
  const found = await loadContainer(asked);
  if (!found.ok) {
    const desired = found.error.kind === 'engine-absent' ? await currentDesired() : null;
    const spec = desired?.specs.find(({ vmid }) => String(vmid) === asked);
    return spec ? <Asked spec={spec} /> : <EngineProblem what="this container" refusal={found.error} />;
  }
  const { view, health, needs, neededBy, vmid } = found.value;
  return (
    <>
      <FollowContainer vmid={vmid} />
      <ContainerHead initial={view} proved={health === 'proved'} />
      <ContainerMeta container={view} needs={needs} neededBy={neededBy} />
      <Tabs vmid={vmid} />
      {children}
    </>
  );
}

/** All that is known of a container while the engine is away. */
function Asked({ spec }: { spec: ContainerSpec }) {
  return (
    <>
      <h1 className="mb-3 font-[580] text-19 text-ink leading-[1.2] tracking-[-0.012em] [overflow-wrap:anywhere] md:text-[22px]">
        {spec.hostname} <span className="font-mono font-normal text-[14px] text-ink-3">{spec.vmid}</span>
      </h1>
      <SpecFile spec={spec} about="what is asked for; what is live is not known while the engine is away" />
    </>
  );
}
