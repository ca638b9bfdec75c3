/**
 * The clients that we did not write and that judge the simulator: Debian's python3-proxmoxer and Ansible. Installed
 * where we are root on a Debian-like system; elsewhere, or when that fails, their tests are left out and say so.
 */
import { existsSync } from 'node:fs';
import { step } from './progress.mjs';
import { run } from './run.mjs';

const python = '/usr/bin/python3';
/** The module of Ansible asks for both; without recommendations it is 17 MB to fetch. */
const packages = ['python3-proxmoxer', 'python3-requests', 'ansible'];
const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };

const works = async (command, args) => (await run(command, args)).code === 0;

async function present() {
  const modules = await works(python, ['-c', 'import proxmoxer, requests, ansible_collections.community.general']);
  return modules && (await works('ansible-playbook', ['--version']));
}

/** Null when they are there, else a sentence that says why not. */
export async function foreignClients() {
  if (await present()) return null;
  if (process.getuid?.() !== 0)
    return `${packages.join(', ')}: not installed, and we are not root to install them. Their tests are left out.`;
  if (!existsSync('/usr/bin/apt-get'))
    return `${packages.join(', ')}: not installed, and this system has no apt-get. Their tests are left out.`;
  await step('asking for packages', () => run('apt-get', ['update'], quiet));
  const { code, output } = await step('installing clients that judge the simulator', () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet),
  );
  if (code === 0 && (await present())) return null;
  return `${packages.join(', ')} could not be installed (${output.trim().split('\n').at(-1)}). Their tests are left out.`;
}
