/**
 * For tests: what Proxmox makes of a call, written from FACTS §4 to §6 and not from the planner, so that a plan can
 * be carried out without a host and the two can disagree.
 */
import { invariant } from '@/lib/invariant';
import type { ApiCall } from '@/lib/plan/plan';
import { formatContainerConfig, parseContainerConfig } from '@/lib/pve/config';
import { formatFirewall } from '@/lib/pve/firewall';
import type { ConfiguredSpec } from '@/lib/spec/container';

type Held = { config: Record<string, unknown>; options: Record<string, unknown>; rules: Record<string, unknown>[] };

export function send(live: ConfiguredSpec, call: ApiCall): ConfiguredSpec {
  const below = call.path.replace(`/nodes/${live.node}/lxc/${live.vmid}/`, '');
  const { options, rules } = formatFirewall(live.firewall);
  const held: Held = { config: { ...formatContainerConfig(live), lxc: live.lxc }, options, rules };
  let { power } = live;
  if (below === 'config') setKeys(held.config, call.params, allocated);
  else if (below === 'resize') resize(held.config, call.params);
  else if (below === 'firewall/options') setKeys(held.options, call.params);
  else if (below.startsWith('firewall/rules')) held.rules = sendRule(rules, call, below);
  else if (below === 'status/start') power = 'running';
  else if (below === 'status/shutdown') power = 'stopped';
  else throw new Error(`no plan sends ${call.method} ${call.path}`);
  const { config, ...firewall } = held;
  const parsed = parseContainerConfig(live.vmid, live.node, config, firewall, power);
  invariant(parsed.ok, parsed.ok ? '' : parsed.error);
  const { aliases, ipsets } = live.firewall;
  return { ...parsed.value, firewall: { ...parsed.value.firewall, aliases, ipsets } };
}

function setKeys(
  into: Record<string, unknown>,
  { delete: gone, revert, ...set }: Record<string, string>,
  stored: (key: string, value: string) => string = (_key, value) => value,
): void {
  invariant(gone !== undefined || revert !== undefined || Object.keys(set).length > 0, 'no options specified');
  // The value that waits goes; here none has another that it waits for.
  for (const key of revert?.split(',') ?? []) delete into[key];
  for (const key of gone?.split(',') ?? []) {
    invariant(key !== 'memory' && key !== 'rootfs', `unable to delete required option '${key}'`);
    invariant(!(key in set), `you can't use '-${key}' and -delete ${key} at the same time`);
    delete into[key];
  }
  for (const [key, value] of Object.entries(set)) into[key] = stored(key, value);
}

/** `storage:8,mp=/data` makes a volume of 8 GiB; a NIC without an address gets one. */
function allocated(key: string, value: string): string {
  const volume = /^([^:/]+):(\d+(?:\.\d+)?)(?=,|$)/.exec(value);
  if (/^mp\d+$/.test(key) && volume) {
    const rest = value.slice(volume[0].length);
    return `${volume[1]}:vm-1-disk-77${rest},size=${Math.round(Number(volume[2]) * 2 ** 30)}`;
  }
  return /^net\d+$/.test(key) && !value.includes('hwaddr=') ? `${value},hwaddr=BC:24:11:AA:BB:CC` : value;
}

function resize(config: Record<string, unknown>, { disk = '', size = '' }: Record<string, string>): void {
  const was = String(config[disk]);
  invariant(/(^|,)size=/.test(was), `${disk} has no size`);
  config[disk] = was.replace(/(^|,)size=[^,]+/, `$1size=${size}`);
}

function sendRule(rules: Record<string, unknown>[], call: ApiCall, below: string): Record<string, unknown>[] {
  if (call.method === 'POST') return [{ ...call.params }, ...rules];
  const at = Number(below.split('/').at(-1));
  const rule = rules[at];
  invariant(rule, `no rule at position ${at}`);
  const without = rules.toSpliced(at, 1);
  if (call.method === 'DELETE') return without;
  const { moveto, ...params } = call.params;
  if (moveto !== undefined) {
    const to = Number(moveto);
    return without.toSpliced(to > at ? to - 1 : to, 0, rule);
  }
  const next = { ...rule };
  setKeys(next, params);
  return rules.with(at, next);
}
