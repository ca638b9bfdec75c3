/** The specs of a lab file, or one sentence that says what is wrong with it and where, for whoever starts the engine. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { labFileSchema, labToSpecs } from '@/lib/lab/lab-file';
import { fieldErrors } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';
import type { ContainerSpec } from '@/lib/spec/container';
import { normalSpec } from '@/lib/spec/normal';

const mostTold = 5;

export function readLabFile(labPath: string): Result<ContainerSpec[], string> {
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(labPath, 'utf8'));
  } catch (error) {
    return err(`The lab file ${labPath} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const lab = labFileSchema.safeParse(file);
  if (!lab.success) return err(unlike(labPath, lab.error, file));
  const specs: ContainerSpec[] = [];
  // One by one, so that what is no container is told with its number.
  for (const container of lab.data.containers) {
    try {
      specs.push(...labToSpecs({ ...lab.data, containers: [container] }).map(normalSpec));
    } catch (error) {
      if (error instanceof z.ZodError) return err(unlike(`${labPath}, container ${container.vmid},`, error, undefined));
      return err(
        `The lab file ${labPath} is not one: container ${container.vmid}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  const twice = specs.find(({ vmid }, at) => specs.findIndex((spec) => spec.vmid === vmid) !== at);
  if (twice) return err(`The lab file ${labPath} is not one: it has container ${twice.vmid} twice.`);
  return ok(specs.sort((a, b) => a.vmid - b.vmid));
}

function unlike(what: string, error: z.ZodError, file: unknown): string {
  const told = fieldErrors(error, file).map(({ field, given, accepted }) =>
    file === undefined ? `${field}: ${accepted}` : `${field}: given ${given}; accepted is ${accepted}`,
  );
  const more = told.length > mostTold ? `; and ${told.length - mostTold} more` : '';
  return `The lab file ${what} is not one: ${told.slice(0, mostTold).join('; ')}${more}.`;
}
