/**
 * What a config shall read as after a step, and whether it does.
 *
 * `applyStep` says it as a spec, for what comes after; `unmet` compares what was read back with what was sent, in
 * Proxmox's own notation, so that nothing is taken for done because two values are shown alike.
 */

import { configKeys } from '@/lib/plan/config-keys';
import type { ApiCall, FieldEdit, Step } from '@/lib/plan/plan';
import { withProperty } from '@/lib/plan/property';
import { applyRuleCall, listText } from '@/lib/plan/rule-edits';
import { settle } from '@/lib/plan/settle';
import { formatFirewall } from '@/lib/pve/firewall';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

/** What the container shall read as after the step. */
export function applyStep(live: ConfiguredSpec, step: Step, desired: ContainerSpec): ConfiguredSpec {
  const property = step.id.slice(step.id.indexOf('/') + 1);
  if (property.startsWith('firewall.rules.'))
    return { ...live, firewall: { ...live.firewall, rules: applyRuleCall(live.firewall.rules, step.call) } };
  const want = settle(desired, live);
  if (property.endsWith('.size')) return withSize(live, want, property.slice(0, -'.size'.length));
  const next = withProperty(live, property, want);
  // a change of options carries the size that the disk has, whatever size is asked for
  return /^rootfs$|^mounts\./.test(property) ? withSize(next, live, property) : next;
}

/** The step's edits that are not so yet. A call is taken whole or not at all (FACTS §4), so it is all of them or none. */
export function unmet(step: Step, live: ConfiguredSpec): FieldEdit[] {
  return isMet(step, live) ? [] : step.edits;
}

function isMet({ id, call, edits }: Step, live: ConfiguredSpec): boolean {
  if (call.path.endsWith('/status/start')) return live.power === 'running';
  if (call.path.endsWith('/status/shutdown')) return live.power === 'stopped';
  if (id.includes('/firewall.rules.')) return listText(live.firewall.rules) === edits[0]?.to;
  if (call.path.endsWith('/firewall/options')) return holds(formatFirewall(live.firewall).options, call, sameText);
  const config = configKeys(live);
  const { disk, size } = call.params;
  if (call.path.endsWith('/resize')) return disk !== undefined && partsOf(config[disk] ?? '').get('size') === size;
  return holds(config, call, (key, have, want) =>
    /^(?:rootfs|(?:net|mp|dev)\d+)$/.test(key) ? sameParts(have, want) : have === want,
  );
}

function holds(
  config: Record<string, string>,
  call: ApiCall,
  same: (key: string, have: string, want: string) => boolean,
): boolean {
  return Object.entries(call.params).every(([key, want]) => {
    if (key === 'delete' || key === 'revert') return want.split(',').every((gone) => config[gone] === undefined);
    const have = config[key];
    return have !== undefined && same(key, have, want);
  });
}

const sameText = (_key: string, have: string, want: string) => have === want;

/** What Proxmox adds by itself when it was not given: the MAC address, the kind of link, the size of a new volume. */
const given = ['hwaddr', 'type', 'size'];

function sameParts(have: string, want: string): boolean {
  const h = partsOf(have);
  const w = partsOf(want);
  const allocated = /^([^:/]+):(\d+(?:\.\d+)?)$/.exec(w.get('') ?? '');
  const sameVolume = allocated ? h.get('')?.startsWith(`${allocated[1]}:`) === true : h.get('') === w.get('');
  return (
    sameVolume &&
    [...w].every(([key, value]) => key === '' || h.get(key) === value) &&
    [...h.keys()].every((key) => key === '' || w.has(key) || given.includes(key))
  );
}

function partsOf(text: string): Map<string, string> {
  return new Map(
    text.split(',').map((part) => {
      const at = part.indexOf('=');
      return at === -1 ? ['', part] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
}

function withSize(spec: ConfiguredSpec, from: ConfiguredSpec, property: string): ConfiguredSpec {
  if (property === 'rootfs') return { ...spec, rootfs: { ...spec.rootfs, sizeBytes: from.rootfs.sizeBytes } };
  const id = property.slice('mounts.'.length);
  const source = from.mounts.find((mount) => mount.id === id);
  if (source?.kind !== 'volume') return spec;
  return {
    ...spec,
    mounts: spec.mounts.map((mount) =>
      mount.id === id && mount.kind === 'volume' ? { ...mount, sizeBytes: source.sizeBytes } : mount,
    ),
  };
}
