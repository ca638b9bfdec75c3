import { callOrOpen } from '@/engine/cli/call-or-open';
import { type CommandContext, type CommandEnd, readArguments } from '@/engine/cli/command';
import { fail, failWith } from '@/engine/cli/fail';
import { isRole } from '@/engine/cli/user-add';
import { roles } from '@/lib/roles/table';

const usage = 'token create --role viewer|operator|admin --name N';

/** Prints the token and nothing else, so that a script can take it. */
export async function createTokenCommand(args: string[], context: CommandContext): Promise<CommandEnd> {
  const read = readArguments(args, { role: { type: 'string' }, name: { type: 'string' } }, usage);
  if (!read.ok) return read.error;
  const { values, positionals } = read.value;
  if (positionals.length > 0) return fail(2, `"${positionals[0]}" is not understood. Usage: wheelhouse ${usage}`);
  if (!isRole(values.role)) return fail(2, `Give a role: ${roles.join(', ')}. Usage: wheelhouse ${usage}`);
  if (typeof values.name !== 'string' || values.name === '')
    return fail(2, `Give the token a name. Usage: wheelhouse ${usage}`);
  const made = await callOrOpen('createToken', { role: values.role, name: values.name }, context);
  return made.ok ? { code: 0, out: made.value.token } : failWith(made.error);
}
