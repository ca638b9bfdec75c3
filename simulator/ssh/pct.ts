/**
 * `pct set`, `pct config` and `pct exec`: the API as root on the host calls it. They go the way that a request of
 * root@pam goes, with the same checks and texts, so that what only root may do is done here.
 */
import { dispatch } from '@/simulator/http/dispatch';
import { addressOf, netKeys, parseNet } from '@/simulator/lxc/network';
import { Refused } from '@/simulator/refusal';
import { type Command, exitDied, exitOk, exitUnknown, type Run } from '@/simulator/ssh/command';
import type { Container } from '@/simulator/state/state';
import { localNode } from '@/simulator/world';

const root = { userid: 'root@pam', token: null, authid: 'root@pam' };

/** `--memory 512`, `-memory 512`, `--memory=512`, and `--current` alone; null if there is something else. */
export function readOptions(words: string[]): Record<string, string> | null {
  const options: Record<string, string> = {};
  for (let i = 0; i < words.length; i++) {
    const match = /^--?([A-Za-z][A-Za-z0-9_-]*)(?:=([\s\S]*))?$/.exec(words[i] ?? '');
    if (!match) return null;
    const [, name = '', value] = match;
    if (value !== undefined) options[name] = value;
    else if (words[i + 1] === undefined || /^--?[A-Za-z]/.test(words[i + 1] ?? '')) options[name] = '1';
    else options[name] = words[++i] ?? '';
  }
  return options;
}

async function call(run: Run, method: 'GET' | 'PUT', vmid: string, raw: Record<string, string>): Promise<unknown> {
  const world = run.world();
  const path = `/nodes/${localNode(world)}/lxc/${vmid}/config`;
  return dispatch(world, { method, path, raw, identity: root, door: 'ssh' });
}

/** Prints a refusal as Proxmox's command line does. */
function died(run: Run, error: unknown): number {
  if (!(error instanceof Refused)) throw error;
  const fields = Object.entries(error.errors ?? {}).map(([key, text]) => `${key}: ${text.trim()}\n`);
  run.err(`${error.errors ? `${error.status} ` : ''}${error.message.trim()}\n${fields.join('')}`);
  return exitDied;
}

async function set(run: Run, vmid: string, words: string[]): Promise<number> {
  const options = readOptions(words);
  if (!options) return usage(run, 'pct set <vmid> [OPTIONS]');
  try {
    await call(run, 'PUT', vmid, options);
    return exitOk;
  } catch (error) {
    return died(run, error);
  }
}

async function config(run: Run, vmid: string, words: string[]): Promise<number> {
  const options = readOptions(words);
  if (!options) return usage(run, 'pct config <vmid> [OPTIONS]');
  try {
    const { digest: _, lxc, ...rest } = (await call(run, 'GET', vmid, options)) as Record<string, unknown>;
    for (const key of Object.keys(rest).sort()) run.out(`${key}: ${printed(key, rest[key])}\n`);
    for (const [key, value] of (lxc ?? []) as [string, string][]) run.out(`${key}: ${value}\n`);
    return exitOk;
  } catch (error) {
    return died(run, error);
  }
}

/** A description is one line: encoded. */
const printed = (key: string, value: unknown) =>
  key === 'description' ? encodeURIComponent(String(value)).replaceAll('%20', ' ') : String(value);

function exec(run: Run, vmid: string, words: string[]): number {
  const world = run.world();
  const container = world.state.containers[vmid];
  if (!container || container.node !== localNode(world)) {
    run.err(`Configuration file 'nodes/${localNode(world)}/lxc/${vmid}.conf' does not exist\n`);
    return exitDied;
  }
  if (!container.running) {
    run.err(`container '${vmid}' not running!\n`);
    return exitDied;
  }
  const [name = '', ...args] = words[0] === '--' ? words.slice(1) : words;
  if (!name) return usage(run, 'pct exec <vmid> [<extra-args>]');
  const program = programs[name];
  if (program) return program(run, container, args);
  run.err(
    `lxc-attach: ${vmid}: ../src/lxc/attach.c: lxc_attach_run_command: 1841 No such file or directory - Failed to exec "${name}"\n`,
  );
  return exitUnknown;
}

/** The few programs of a guest. */
const programs: Record<string, (run: Run, container: Container, args: string[]) => number> = {
  true: () => exitOk,
  false: () => 1,
  echo: (run, _container, args) => {
    run.out(`${args.join(' ')}\n`);
    return exitOk;
  },
  hostname: (run, container) => {
    run.out(`${container.running?.hostname || container.config.hostname}\n`);
    return exitOk;
  },
  cat: (run, container, args) => {
    const files: Record<string, string> = {
      '/etc/hostname': `${container.config.hostname}\n`,
      '/etc/os-release': `ID=${container.config.ostype}\nNAME="${container.config.ostype}"\n`,
      '/etc/resolv.conf': (container.config.nameserver ?? '').replace(/(\S+)\s*/g, 'nameserver $1\n'),
    };
    let code = exitOk;
    for (const path of args) {
      const text = files[path];
      if (text !== undefined) run.out(text);
      else {
        run.err(`cat: ${path}: No such file or directory\n`);
        code = 1;
      }
    }
    return code;
  },
  ip: (run, container, args) => {
    if (args.join(' ') !== '-j addr') {
      run.err('Object is unknown, try "ip help".\n');
      return 255;
    }
    const world = run.world();
    const rows = netKeys(container).map((key, index) => {
      const net = parseNet(container.config[key] ?? '');
      const [local, prefix] = (addressOf(container, key, world.random) ?? '').split('/');
      const addresses = local ? [{ family: 'inet', local, prefixlen: Number(prefix), scope: 'global' }] : [];
      const address = (net.hwaddr ?? '').toLowerCase();
      return { ifindex: index + 2, ifname: net.name, address, operstate: 'UP', addr_info: addresses };
    });
    run.out(`${JSON.stringify(rows)}\n`);
    return exitOk;
  },
};

function usage(run: Run, text: string): number {
  run.err(`400 not enough arguments\n${text}\n`);
  return exitDied;
}

const commands: Record<string, (run: Run, vmid: string, words: string[]) => number | Promise<number>> = {
  set,
  config,
  exec,
};

export const pct: Command = (run) => {
  const [name = '', vmid = '', ...words] = run.args;
  const command = commands[name];
  if (!command) {
    run.err(`ERROR: unknown command 'pct ${name}'\n`);
    return exitDied;
  }
  if (!/^[1-9]\d{2,8}$/.test(vmid)) {
    run.err(`400 Parameter verification failed.\nvmid: type check ('integer') failed - got '${vmid}'\n`);
    return exitDied;
  }
  return command(run, vmid, words);
};
