/**
 * From what was typed to an edit of the desired state. The form sends only the fields that were touched, as the text
 * that stands in them; here each becomes a value or an error beside its field. What the text means is decided here,
 * whether the lab can have it by the engine, whose errors come back to the same fields through `formErrors`.
 */
import type { Edit } from '@/lib/plan/plan';
import type { FieldError } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';
import type { SpecPatch } from '@/lib/spec/container';

export const formFields = [
  'hostname',
  'memoryMiB',
  'swapMiB',
  'cores',
  'tags',
  'description',
  'onboot',
  'startupOrder',
  'startupUp',
  'startupDown',
] as const;
export type FormField = (typeof formFields)[number];
export type FormValues = Record<FormField, string>;

const startupFields = ['startupOrder', 'startupUp', 'startupDown'] as const;

/** The spec's own words for each field, as its errors name them. */
const fieldOfSpec: Record<string, FormField> = {
  'startup.order': 'startupOrder',
  'startup.upSeconds': 'startupUp',
  'startup.downSeconds': 'startupDown',
};

/** What the form shows of a spec. */
export function formValues(spec: {
  hostname: string;
  memoryMiB: number;
  swapMiB: number;
  cores?: number;
  tags: string[];
  description?: string;
  onboot: boolean;
  startup?: { order?: number; upSeconds?: number; downSeconds?: number };
}): FormValues {
  const text = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    hostname: spec.hostname,
    memoryMiB: text(spec.memoryMiB),
    swapMiB: text(spec.swapMiB),
    cores: text(spec.cores),
    tags: spec.tags.join(' '),
    description: spec.description ?? '',
    onboot: spec.onboot ? 'yes' : 'no',
    startupOrder: text(spec.startup?.order),
    startupUp: text(spec.startup?.upSeconds),
    startupDown: text(spec.startup?.downSeconds),
  };
}

/** The fields whose text differs; the three of the startup order go together, because the spec holds them as one. */
export function touched(before: FormValues, now: FormValues): Partial<FormValues> {
  const fields = new Set<FormField>(formFields.filter((field) => now[field] !== before[field]));
  if (startupFields.some((field) => fields.has(field))) for (const field of startupFields) fields.add(field);
  return Object.fromEntries([...fields].map((field) => [field, now[field]]));
}

/** Words of a list of tags, however they are separated; once each, sorted as Proxmox stores them. */
export function tagsOf(text: string): string[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  return [...new Set(words.map((word) => word.toLowerCase()))].sort();
}

/** The edit that these texts ask for, or what each field accepts. */
export function editOf(vmid: number, given: Partial<FormValues>): Result<Edit, FieldError[]> {
  const errors: FieldError[] = [];
  const set: SpecPatch = {};
  const unset: string[] = [];
  /** The whole number in a field; null when the field is empty and may be. */
  const whole = (field: FormField, accepted: string, mayBeEmpty = true): number | null => {
    const text = (given[field] ?? '').trim();
    if (text === '' && mayBeEmpty) return null;
    if (/^\d{1,12}$/.test(text.replace(/[,\s_]/g, ''))) return Number(text.replace(/[,\s_]/g, ''));
    errors.push({ field, given: text || 'nothing', accepted });
    return null;
  };

  if (given.hostname !== undefined) set.hostname = given.hostname.trim();
  if (given.memoryMiB !== undefined)
    set.memoryMiB = whole('memoryMiB', 'a whole number of MiB, 16 or more', false) ?? undefined;
  if (given.swapMiB !== undefined) set.swapMiB = whole('swapMiB', 'a whole number of MiB, or 0', false) ?? undefined;
  if (given.cores !== undefined) {
    const cores = whole('cores', 'a whole number of cores, or nothing for every core of the host');
    if (cores !== null) set.cores = cores;
    else unset.push('cores');
  }
  if (given.tags !== undefined) set.tags = tagsOf(given.tags);
  if (given.description !== undefined) {
    if (given.description.trim() === '') unset.push('description');
    else set.description = given.description;
  }
  if (given.onboot !== undefined) set.onboot = given.onboot === 'yes';
  if (startupFields.some((field) => given[field] !== undefined)) {
    const order = whole('startupOrder', 'a whole number, or nothing');
    const upSeconds = whole('startupUp', 'a whole number of seconds, or nothing');
    const downSeconds = whole('startupDown', 'a whole number of seconds, or nothing');
    if (order === null && upSeconds === null && downSeconds === null) unset.push('startup');
    else
      set.startup = {
        ...(order === null ? {} : { order }),
        ...(upSeconds === null ? {} : { upSeconds }),
        ...(downSeconds === null ? {} : { downSeconds }),
      };
  }
  if (errors.length > 0) return err(errors);
  return ok({
    vmid,
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...(unset.length > 0 ? { unset } : {}),
  });
}

/** The engine's errors by the form's fields; what belongs to no field here stands under `form`. */
export function formErrors(errors: FieldError[]): Partial<Record<FormField | 'form', FieldError>> {
  const found: Partial<Record<FormField | 'form', FieldError>> = {};
  for (const error of errors) {
    const path = error.field.replace(/^(?:edits\.\d+\.)?(?:set\.)?/, '');
    const head = path.split('.')[0] ?? '';
    const field = fieldOfSpec[path] ?? formFields.find((name) => name === head) ?? 'form';
    found[field] ??= error;
  }
  return found;
}
