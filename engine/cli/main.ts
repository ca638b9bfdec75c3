/**
 * The command line: `wheelhouse <command>`. It calls the running engine over its socket with the console key; where
 * none runs, it opens the database itself (it is the only writer then) and calls the same verbs. Results go to
 * standard output, complaints to standard error, the exit code is 0, 1 (refused) or 2 (not understood).
 */
import path from 'node:path';
import type { CommandContext, CommandEnd } from '@/engine/cli/command';
import { doctor } from '@/engine/cli/doctor';
import { createTokenCommand } from '@/engine/cli/token-create';
import { addUserCommand } from '@/engine/cli/user-add';
import { validate } from '@/engine/cli/validate';
import { engineSocketPath } from '@/engine/rpc/socket-path';

const help = `wheelhouse: the control room of a Proxmox VE homelab

  wheelhouse user add NAME --role viewer|operator|admin [--email E] [--password-stdin]
                                    add an account; the password is asked for, or read from standard input
  wheelhouse token create --role viewer|operator|admin --name N
                                    make an API token and print it, once
  wheelhouse doctor                 check the Proxmox token's rights, with the pveum lines for what is missing
  wheelhouse validate DIR           check the YAML files of a lab (DIR/lxc/*.yaml)
  wheelhouse --help                 this text

The data directory is WHEELHOUSE_DATA, or data/ in the checkout.`;

const commands: Record<string, (args: string[], context: CommandContext) => Promise<CommandEnd>> = {
  'user add': addUserCommand,
  'token create': createTokenCommand,
  doctor,
  validate,
};

async function run(argv: string[]): Promise<CommandEnd> {
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h') || argv[0] === 'help')
    return { code: 0, out: help };
  const name = [argv.slice(0, 2).join(' '), argv[0] ?? ''].find((one) => Object.hasOwn(commands, one));
  const command = name === undefined ? undefined : commands[name];
  if (name === undefined || !command)
    return {
      code: 2,
      complaint: `There is no command "${argv.slice(0, 2).join(' ')}"; there are: ${Object.keys(commands).join(', ')}. See wheelhouse --help.`,
    };
  /** `engine/cli` or, bundled, `dist`. */
  const here = import.meta.dirname;
  const root = path.basename(here) === 'cli' ? path.resolve(here, '../..') : path.resolve(here, '..');
  const dataDir = path.resolve(root, process.env.WHEELHOUSE_DATA || 'data');
  const socketPath = engineSocketPath({ ...process.env, WHEELHOUSE_DATA: dataDir });
  return command(argv.slice(name.split(' ').length), { root, dataDir, socketPath, env: process.env });
}

// The database and the key are their owner's alone.
process.umask(0o077);

const end = await run(process.argv.slice(2));
if (end.out) process.stdout.write(`${end.out}\n`);
if (end.complaint) process.stderr.write(`${end.complaint}\n`);
process.exitCode = end.code;
