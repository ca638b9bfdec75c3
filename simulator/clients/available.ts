/**
 * Which of the clients that we did not write this machine has. `scripts/steps/foreign-clients.mjs` installs them
 * where it can; a test of one that is missing is left out, and its name says what is missing.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

/** Debian's own Python: its packages are invisible to any other that a machine may have. */
export const python = '/usr/bin/python3';

const runs = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000, encoding: 'utf8' });

/** Null when it is there, else what is missing. */
export function missingProxmoxApi(): string | null {
  try {
    createRequire(import.meta.url).resolve('proxmox-api');
    return null;
  } catch {
    return 'the npm package proxmox-api is not installed';
  }
}

export function missingProxmoxer(): string | null {
  return runs(python, ['-c', 'import proxmoxer, requests']).status === 0
    ? null
    : `${python} has no proxmoxer: apt install python3-proxmoxer python3-requests`;
}

const collection = "import importlib.util as u; exit(0 if u.find_spec('ansible_collections.community.general') else 1)";

export function missingAnsible(): string | null {
  const there = runs('ansible-playbook', ['--version']).status === 0 && runs(python, ['-c', collection]).status === 0;
  return missingProxmoxer() ?? (there ? null : 'no ansible-playbook with community.general: apt install ansible');
}

/** Whether the installed module can change a container (since community.general 8.1); earlier ones only make it. */
export function ansibleCanUpdate(): boolean {
  const doc = runs('ansible-doc', ['--type', 'module', '--json', 'community.general.proxmox']);
  return doc.status === 0 && /"update": \{/.test(doc.stdout);
}
