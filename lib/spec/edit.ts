/**
 * One edit of a spec: `set` puts whole top-level fields in place, `unset` takes optional ones away.
 *
 * A container's identity (vmid, node) is not edited. The result is brought into normal form and validated whole;
 * then either it is a spec, or every error names its place in the edit.
 */
import type { Edit } from '@/lib/plan/plan';
import { normalTags } from '@/lib/pve/tags';
import { type FieldError, fieldErrors } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';
import { type ContainerSpec, containerSpecSchema } from '@/lib/spec/container';
import { normalSpec } from '@/lib/spec/normal';

const fields = containerSpecSchema.shape;
const identity = new Set(['vmid', 'node']);

/** The spec after the edit. Fields in errors start with `set.` or `unset.`. */
export function applyEdit(spec: ContainerSpec, edit: Edit): Result<ContainerSpec, FieldError[]> {
  const set = withTags(edit.set ?? {});
  const unset = edit.unset ?? [];
  const errors = [
    ...misplaced(spec, edit),
    ...Object.keys(set).flatMap((field) => refusedField(`set.${field}`, field) ?? []),
    ...unset.flatMap((field, index) => refusedUnset(`unset.${index}`, field, set) ?? []),
  ];
  if (errors.length > 0) return err(errors);

  const kept = Object.fromEntries(Object.entries(spec).filter(([field]) => !unset.includes(field)));
  const whole = { ...kept, ...set };
  const parsed = containerSpecSchema.safeParse(whole);
  if (parsed.success) return ok(withNormal(parsed.data, Object.keys(set)));
  return err(
    fieldErrors(parsed.error, whole).map((told) => {
      const field = told.field.split('.')[0] ?? '';
      return Object.hasOwn(set, field) ? { ...told, field: `set.${told.field}` } : told;
    }),
  );
}

/** Only what was set is brought into normal form: an edit touches no line that it does not mean. */
function withNormal(spec: ContainerSpec, touched: string[]): ContainerSpec {
  const normal = Object.entries(normalSpec(spec));
  const kept = Object.entries(spec).filter(([field]) => !touched.includes(field));
  return Object.fromEntries([...kept, ...normal.filter(([field]) => touched.includes(field))]) as ContainerSpec;
}

/** Tags as a person types them: Proxmox lower-cases, sorts and de-duplicates them, and so they are judged. */
function withTags(set: Record<string, unknown>): Record<string, unknown> {
  const tags: unknown = set.tags;
  const given = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string');
  return given ? { ...set, tags: normalTags(tags) } : set;
}

function misplaced(spec: ContainerSpec, edit: Edit): FieldError[] {
  const errors: FieldError[] = [];
  if (edit.vmid !== spec.vmid) errors.push({ field: 'vmid', given: String(edit.vmid), accepted: String(spec.vmid) });
  if (edit.create)
    errors.push({
      field: 'create',
      given: String(edit.create.vmid),
      accepted: `${spec.vmid} exists: use set and unset`,
    });
  if (edit.remove)
    errors.push({
      field: 'remove',
      given: edit.remove.confirm,
      accepted: 'set and unset: removing is no edit of fields',
    });
  return errors;
}

function refusedField(at: string, field: string): FieldError | null {
  if (identity.has(field))
    return { field: at, given: field, accepted: `${field} is the container's identity and stays` };
  if (!Object.hasOwn(fields, field)) return { field: at, given: field, accepted: 'no such field' };
  return null;
}

function refusedUnset(at: string, field: string, set: Record<string, unknown>): FieldError | null {
  const refused = refusedField(at, field);
  if (refused) return refused;
  if (Object.hasOwn(set, field))
    return { field: at, given: field, accepted: `${field} is set by the same edit: one or the other` };
  if (!fields[field as keyof typeof fields].safeParse(undefined).success)
    return { field: at, given: field, accepted: `${field} is required: set it to another value instead` };
  return null;
}
