/**
 * The shapes of Proxmox's answers, as loose as they are: numbers come as strings, booleans as 0 and 1 and mostly not
 * at all, keys in any order (FACTS §1). A field that is odd is null; only an answer of the wrong shape as a whole is
 * an error. Keys that no schema names are left alone, and where a whole config is asked for they are kept (`row`).
 */
import { z } from 'zod';
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { err, ok, type Result } from '@/lib/result';

export type Read<T> = Promise<Result<T, ProxmoxError>>;

export const toNumber = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value);
export const number = z.preprocess(toNumber, z.number()).nullish().catch(null).default(null);
export const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .default(null);
export const flag = z.preprocess((value) => value === 1 || value === '1' || value === true, z.boolean());
export const row = z.record(z.string(), z.unknown());

/** One object. */
export async function one<S extends z.ZodType>(
  proxmox: Proxmox,
  path: string,
  schema: S,
  options: CallOptions,
): Read<z.infer<S>> {
  const asked = await proxmox.get(path, {}, options);
  if (!asked.ok) return asked;
  const parsed = schema.safeParse(asked.value);
  return parsed.success ? ok(parsed.data) : malformed(path);
}

/** A list of objects; what is none is left out. */
export async function rows(
  proxmox: Proxmox,
  path: string,
  params: Record<string, string | number>,
  options: CallOptions,
): Read<Record<string, unknown>[]> {
  const asked = await proxmox.get(path, params, options);
  if (!asked.ok) return asked;
  if (!Array.isArray(asked.value)) return malformed(path);
  return ok(
    asked.value.flatMap((item) => {
      const parsed = row.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    }),
  );
}

export function malformed(path: string): { ok: false; error: ProxmoxError } {
  return err({ kind: 'malformed', status: 200, text: `the answer to ${path} is not what the API says` });
}
