import type { Engine } from '@/engine/context';
import { type ContainerView, containerViewSchema, type UsageView, usageViewSchema } from '@/lib/live/view';

export type ContainerWithUsage = ContainerView & { usage: UsageView | null };

/** A container as browsers see it live, all that happened so far in it; null when there is none of this number. */
export async function containerView(engine: Engine, vmid: number): Promise<ContainerWithUsage | null> {
  await engine.settled();
  return viewOf(engine, vmid);
}

function viewOf(engine: Engine, vmid: number): ContainerWithUsage | null {
  const view = engine.view(`ct/${vmid}`);
  if (view === undefined) return null;
  const usage = engine.view(`use/${vmid}`);
  return { ...containerViewSchema.parse(view), usage: usage ? usageViewSchema.parse(usage) : null };
}

/** All of them, in order of vmid. */
export async function containerViews(engine: Engine): Promise<ContainerWithUsage[]> {
  await engine.settled();
  const desired = engine.desired().map(({ vmid }) => vmid);
  const vmids = new Set([...engine.observer.current().containers.keys(), ...desired]);
  return [...vmids].sort((a, b) => a - b).flatMap((vmid) => viewOf(engine, vmid) ?? []);
}
