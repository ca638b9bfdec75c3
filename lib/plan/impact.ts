/**
 * What stands beside the steps: the files that change, memory before and after, who is interrupted, and the plan
 * told in two short paragraphs. Computed when it is shown, from the plan and the lab as they are.
 */
import { memoryPromises } from '@/lib/capacity/memory';
import type { Observed } from '@/lib/live/observed';
import { lineDiff } from '@/lib/plan/line-diff';
import type { FileChange, Impact, Plan } from '@/lib/plan/plan';
import { costOf, differenceOf, undoOf } from '@/lib/plan/summary';
import type { ContainerSpec } from '@/lib/spec/container';
import { specPath, specToYaml } from '@/lib/spec/yaml';

export type ImpactContext = {
  /** The desired state of the touched containers before this change. */
  before: ContainerSpec[];
  /** The desired state of the whole lab. */
  all: ContainerSpec[];
  observed: Observed;
  /** How long the last restarts of each container took. */
  restartSeconds: Map<number, number>;
};

export function impactOf(plan: Plan, context: ImpactContext): Impact {
  const beforeOf = new Map(context.before.map((spec) => [spec.vmid, spec]));
  return {
    files: plan.desired
      .map((desired) => fileOf(desired, beforeOf.get(desired.vmid)))
      .filter((file) => file.linesIn + file.linesOut > 0),
    memory: memoryOf(plan, context),
    summary: [differenceOf(plan, beforeOf), costOf(plan, context.restartSeconds)].filter((text) => text !== ''),
    interrupted: plan.steps
      .filter((step) => step.effect === 'downtime')
      // a container that is shut down stays down: there is no time after which it is back
      .map(({ vmid, hostname }) => ({ vmid, hostname, seconds: null })),
    undo: undoOf(plan),
  };
}

function fileOf(desired: ContainerSpec, before: ContainerSpec | undefined): FileChange {
  const lines = lineDiff(before ? specToYaml(before) : '', specToYaml(desired));
  return {
    path: specPath(desired.vmid),
    hostname: desired.hostname,
    linesIn: lines.filter((line) => line.kind === 'in').length,
    linesOut: lines.filter((line) => line.kind === 'out').length,
    lines,
  };
}

function memoryOf(plan: Plan, { before, all, observed }: ImpactContext): Impact['memory'] {
  const unmanaged = [...observed.containers.values()].flatMap(({ config, template }) =>
    config && !template ? [config] : [],
  );
  const promised = (...layers: { vmid: number; node: string; memoryMiB: number; onboot: boolean }[][]) => {
    const holders = new Map(layers.flat().map((spec) => [spec.vmid, spec]));
    return new Map(memoryPromises([...holders.values()]).map((sums) => [sums.node, sums.promisedOnBootBytes]));
  };
  const beforeSums = promised(unmanaged, all, before);
  const afterSums = promised(unmanaged, all, plan.desired);
  const touched = new Set(plan.desired.map((spec) => spec.node));
  return observed.hosts
    .filter((host) => touched.has(host.node))
    .toSorted((a, b) => (a.node < b.node ? -1 : 1))
    .flatMap(({ node, memoryPhysicalBytes, memoryUsedBytes }) =>
      memoryPhysicalBytes === null
        ? []
        : [
            {
              node,
              physicalBytes: memoryPhysicalBytes,
              usedBytes: memoryUsedBytes,
              promisedBeforeBytes: beforeSums.get(node) ?? 0,
              promisedAfterBytes: afterSums.get(node) ?? 0,
            },
          ],
    );
}
