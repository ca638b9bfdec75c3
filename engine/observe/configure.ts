/**
 * Reading the configuration of one container: config, firewall options and rules, and what is pending when that can
 * have moved. Garbage in it, or a call that Proxmox refuses, makes this one container unreadable and is no error of
 * Proxmox; that Proxmox does not answer is an error and says nothing about the container. A firewall that cannot be
 * read leaves the rest readable.
 */
import type { Log } from '@/engine/log';
import type { Configuration } from '@/engine/observe/guest';
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { type RawFirewall, readConfig, readFirewall, readPending } from '@/engine/proxmox/read';
import type { PendingKey } from '@/lib/live/observed';
import { parseContainerConfig } from '@/lib/pve/config';
import { err, ok, type Result } from '@/lib/result';
import type { ConfiguredSpec } from '@/lib/spec/container';

export type Configuring = {
  proxmox: Proxmox;
  log: Log;
  node: string;
  vmid: number;
  power: 'running' | 'stopped';
  /** What was read before, if anything. */
  before: Configuration | null;
  /** Ask for what is pending even if nothing seems to have moved. */
  thorough: boolean;
  reading: number;
  now: () => number;
  options: CallOptions;
};

export async function configure(ask: Configuring): Promise<Result<Configuration, ProxmoxError>> {
  const { proxmox, node, vmid, options } = ask;
  const config = await readConfig(proxmox, node, vmid, options);
  if (!config.ok) return broken(ask, config.error);
  const firewall = await readFirewall(proxmox, node, vmid, options);
  if (!firewall.ok && !isAboutIt(firewall.error)) return err(firewall.error);
  const raw = canonical([config.value, firewall.ok ? firewall.value : firewall.error.text]);

  const before = ask.before;
  const same = before !== null && before.raw === raw;
  let pending: PendingKey[] = before?.pending ?? [];
  // A change that waits changes the file, hence the digest, too; that it was applied at a restart does as well.
  if (ask.thorough || !same || pending.length > 0) {
    const asked = await readPending(proxmox, node, vmid, options);
    if (!asked.ok) return broken(ask, asked.error);
    const sorted = asked.value.toSorted((a, b) => a.key.localeCompare(b.key));
    if (JSON.stringify(sorted) !== JSON.stringify(pending)) pending = sorted;
  }
  // What is the same stays the same object: comparisons are remembered by it.
  if (same) return ok({ ...before, pending, at: ask.now(), reading: ask.reading });

  const whole = firewall.ok ? parse(ask, config.value, firewall.value) : err(firewall.error.text);
  const parsed = whole.ok ? whole : parse(ask, config.value, null);
  return ok({
    config: parsed.ok ? parsed.value : null,
    unreadable: parsed.ok ? null : parsed.error,
    firewallUnread: whole.ok || !parsed.ok ? null : whole.error,
    digest: digestOf(config.value),
    firewallDigest: firewall.ok
      ? { options: digestOf(firewall.value.options), rules: digestOf(firewall.value.rules[0]) }
      : noDigests,
    pending,
    raw,
    at: ask.now(),
    reading: ask.reading,
  });
}

function parse(
  ask: Configuring,
  config: Record<string, unknown>,
  firewall: RawFirewall | null,
): Result<ConfiguredSpec, string> {
  try {
    return parseContainerConfig(ask.vmid, ask.node, config, firewall, ask.power);
  } catch (cause) {
    // A bug of ours must not stop the other containers.
    ask.log('error', 'a configuration could not be parsed', { vmid: ask.vmid, error: cause });
    return err('Wheelhouse could not parse its configuration.');
  }
}

const noDigests = { options: null, rules: null };
const digestOf = (section: Record<string, unknown> | undefined) =>
  typeof section?.digest === 'string' ? section.digest : null;

/** Whether Proxmox answered, and what it says concerns this container alone. */
const isAboutIt = ({ kind }: ProxmoxError) => ['malformed', 'refused', 'forbidden', 'invalid'].includes(kind);

/** Proxmox's refusals that concern this container alone make it unreadable. */
function broken(ask: Configuring, error: ProxmoxError): Result<Configuration, ProxmoxError> {
  if (!isAboutIt(error)) return err(error);
  return ok({
    config: null,
    unreadable: error.text,
    firewallUnread: null,
    digest: null,
    firewallDigest: noDigests,
    pending: ask.before?.raw === error.text ? ask.before.pending : [],
    raw: error.text,
    at: ask.now(),
    reading: ask.reading,
  });
}

/** Proxmox gives keys in a random order (FACTS §1), so they are sorted before answers are compared. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
