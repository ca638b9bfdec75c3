/** Fields and their values in words, the same in rows, plans, what-moved lists and files. */
import { fieldAt } from '@/lib/diff/fields';
import * as words from '@/lib/diff/words';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

/** The owner's own words, which no host stores. */
const ownWords: Record<string, { label: string; describe(value: never): string }> = {
  category: { label: 'category', describe: words.text },
  purpose: { label: 'purpose', describe: words.text },
  template: { label: 'template', describe: words.text },
  services: { label: 'services', describe: words.services },
  dependsOn: { label: 'needs', describe: words.list },
};

/** `memoryMiB`, 2048 → `2,048 MiB`. A value of a path that is not known is shown as it is. */
export function describeValue(field: string, value: unknown): string {
  const given = value ?? undefined;
  const own = Object.hasOwn(ownWords, field) ? ownWords[field] : undefined;
  if (own) return own.describe(given as never);
  const known = fieldAt(field);
  if (known) return known.describe(given);
  return typeof given === 'object' ? JSON.stringify(given) : words.text(given);
}

/** `mounts.mp0` → `mp0 /data` (the path from the spec, when there is one); `nics.net0.gw` → `net0 gateway`. */
export function labelOf(field: string, spec?: ConfiguredSpec | ContainerSpec): string {
  const own = Object.hasOwn(ownWords, field) ? ownWords[field] : undefined;
  return own?.label ?? fieldAt(field, spec)?.label ?? field;
}

/** The value of a field in a spec, undefined where it has none. */
export function readField(field: string, spec: ConfiguredSpec | ContainerSpec): unknown {
  if (Object.hasOwn(ownWords, field)) return (spec as Record<string, unknown>)[field];
  return fieldAt(field, spec)?.read(spec);
}
