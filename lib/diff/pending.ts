/**
 * What runs now, and what will run after a restart, from a configuration and Proxmox's list of pending keys.
 *
 * It does not matter whether the configuration was read with the pending values applied (Proxmox's default) or
 * without them (`current=1`): each pending entry carries both values.
 */
import type { PendingKey } from '@/lib/live/observed';
import { formatContainerConfig, parseContainerConfig } from '@/lib/pve/config';
import type { ConfiguredSpec } from '@/lib/spec/container';

export function withPending(
  live: ConfiguredSpec,
  pending: readonly PendingKey[],
): { running: ConfiguredSpec; next: ConfiguredSpec } {
  const waiting = pending.filter((entry) => entry.delete || entry.pending !== null);
  if (waiting.length === 0) return { running: live, next: live };
  return {
    running: overlaid(
      live,
      waiting.map(({ key, value }) => [key, value]),
    ),
    next: overlaid(
      live,
      waiting.map((entry) => [entry.key, entry.pending]),
    ),
  };
}

/** The spec with these config keys instead. Values that can't be understood leave it as it was read. */
function overlaid(live: ConfiguredSpec, keys: [string, string | null][]): ConfiguredSpec {
  const config: Record<string, unknown> = { ...formatContainerConfig(live), lxc: live.lxc };
  for (const [key, value] of keys) config[key] = value;
  const parsed = parseContainerConfig(live.vmid, live.node, config, null, live.power);
  return parsed.ok ? { ...parsed.value, firewall: live.firewall } : live;
}
