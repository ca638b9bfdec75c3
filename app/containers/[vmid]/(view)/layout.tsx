import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { requireUser } from '@/app/session';
import { ContainerHead, ContainerMeta } from '@/components/container/container-head';
import { FollowContainer } from '@/components/container/follow-container';
import { Tabs } from '@/components/container/tabs';
import { EngineProblem } from '@/components/problem/engine-problem';
import { loadContainer, type Params } from '../load';

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  await requireUser();
  const found = await loadContainer((await params).vmid);
  return { title: found.ok ? found.value.view.hostname : 'Container' };
}

export default async function ContainerLayout({ params, children }: Params & { children: ReactNode }) {
  await requireUser();
  const found = await loadContainer((await params).vmid);
  if (!found.ok) return <EngineProblem what="this container" refusal={found.error} />;
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
