import { canonicalJson } from '@/lib/plan/canonical';
import type { Edit } from '@/lib/plan/plan';
import { type ContainerSpec, type SpecPatch, specPatchSchema } from '@/lib/spec/container';

/** The edit that takes one spec of a container to another, field by field; null when they are the same. */
export function editBetween(from: ContainerSpec, to: ContainerSpec): Edit | null {
  const fields = Object.keys(specPatchSchema.shape) as (keyof SpecPatch)[];
  const differing = fields.filter((field) => canonicalJson(from[field] ?? null) !== canonicalJson(to[field] ?? null));
  const set = Object.fromEntries(differing.flatMap((field) => (to[field] === undefined ? [] : [[field, to[field]]])));
  const unset = differing.filter((field) => to[field] === undefined);
  if (differing.length === 0) return null;
  return {
    vmid: to.vmid,
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...(unset.length > 0 ? { unset } : {}),
  };
}
