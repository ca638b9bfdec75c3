import { parseArgs } from 'node:util';
import { fail } from '@/engine/cli/fail';
import { err, ok, type Result } from '@/lib/result';

export type CommandContext = {
  root: string;
  dataDir: string;
  socketPath: string;
  env: Record<string, string | undefined>;
};

export type CommandEnd = { code: 0 | 1 | 2; out?: string; complaint?: string };

type Options = Record<string, { type: 'string' | 'boolean' }>;

/** The arguments of a command, or the complaint about them. */
export function readArguments(
  args: string[],
  options: Options,
  usage: string,
): Result<{ values: Record<string, string | boolean | undefined>; positionals: string[] }, CommandEnd> {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return ok({ values: values as Record<string, string | boolean | undefined>, positionals });
  } catch (error) {
    // parseArgs throws for what a person typed; its first sentence says what.
    const text = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return err(fail(2, `${text}. Usage: wheelhouse ${usage}`));
  }
}
