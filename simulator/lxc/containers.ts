/** Containers by number, and the checks that almost every call on one begins with. */

import { digestOf } from '@/simulator/lxc/config-file';
import { die } from '@/simulator/refusal';
import type { Container, State } from '@/simulator/state/state';

/** The container, or the 500 that Proxmox has for a missing file: there is no 404 (FACTS §1). */
export function containerOf(state: State, node: string, vmid: string | number): Container {
  const container = state.containers[String(vmid)];
  if (!container || container.node !== node)
    return die(`Configuration file 'nodes/${node}/lxc/${vmid}.conf' does not exist`);
  return container;
}

/** Refuses while something else has its lock on the container. */
export function checkLock(container: Container): void {
  if (container.config.lock) die(`CT is locked (${container.config.lock})`);
}

export function checkDigest(container: Container, digest: string | undefined): void {
  if (digest && digest !== digestOf(container))
    die('detected modified configuration - file changed by other user? Try again.');
}

export function checkProtection(container: Container, what: string): void {
  if (container.config.protection === '1') die(`${what} - protection mode enabled`);
}

export const isTemplate = (container: Container) => container.config.template === '1';
