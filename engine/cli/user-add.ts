import { callOrOpen } from '@/engine/cli/call-or-open';
import { type CommandContext, type CommandEnd, readArguments } from '@/engine/cli/command';
import { fail, failWith } from '@/engine/cli/fail';
import { askPassword, readPassword } from '@/engine/cli/password';
import { type Role, roles } from '@/lib/roles/table';

const usage = 'user add NAME --role viewer|operator|admin [--email E] [--password-stdin]';
const options = {
  role: { type: 'string' },
  email: { type: 'string' },
  'password-stdin': { type: 'boolean' },
} as const;

export async function addUserCommand(args: string[], context: CommandContext): Promise<CommandEnd> {
  const read = readArguments(args, options, usage);
  if (!read.ok) return read.error;
  const { values, positionals } = read.value;
  const name = positionals[0];
  if (!name || positionals.length > 1) return fail(2, `Give one name. Usage: wheelhouse ${usage}`);
  if (!isRole(values.role)) return fail(2, `Give a role: ${roles.join(', ')}. Usage: wheelhouse ${usage}`);
  const password = values['password-stdin'] ? await readPassword() : await askPassword(name);
  if (!password.ok) return fail(2, password.error);
  const email = typeof values.email === 'string' ? { email: values.email } : {};
  const added = await callOrOpen('addUser', { name, role: values.role, password: password.value, ...email }, context);
  return added.ok ? { code: 0, out: `Added ${added.value.name} as ${added.value.role}.` } : failWith(added.error);
}

export const isRole = (value: unknown): value is Role => roles.some((role) => role === value);
