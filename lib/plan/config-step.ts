/**
 * One step for one key of a container's config: its class, its effect and its inverse.
 *
 * Class `host` mirrors what Proxmox allows to root@pam alone and to no token (FACTS §2): devices, the hook script,
 * features other than nesting, every feature of a privileged container. A nesting-only change is the token's.
 */
import { canonicalJson } from '@/lib/plan/canonical';
import { cannot, type Draft, type Drafted, type Drafting, editsOf, reasonOf, setKey } from '@/lib/plan/draft';
import { pctSet } from '@/lib/plan/pct';
import type { Effect, Step } from '@/lib/plan/plan';
import { stepEntry } from '@/lib/plan/property';
import { titleOf } from '@/lib/plan/title';
import type { ConfiguredSpec } from '@/lib/spec/container';

const effectTexts: Record<Effect, string> = {
  immediate: 'nothing runs differently',
  hot: 'felt at once, nothing stops',
  reboot: 'waits for the next restart',
  downtime: 'stops something',
  data: 'destroys or moves data',
};
export const stoppedText = 'it is stopped, nothing is felt';

export function configStep(drafting: Drafting, property: string): Drafted {
  const entry = stepEntry(property);
  if (!entry) return cannot(drafting, property, 'fixed', fixedText(property, drafting));
  const { live, liveKeys, wantKeys } = drafting;
  return {
    steps: [
      keyStep(drafting, property, {
        name: property,
        key: entry.key,
        have: liveKeys[entry.key],
        want: wantKeys[entry.key],
        host: needsHost(property, drafting),
        effect: effectOf(property, entry.effect, live, wantKeys[entry.key]),
        effectText: effectText(property, entry.effect, drafting),
      }),
    ],
    notes: [],
  };
}

type KeyChange = {
  name: string;
  key: string;
  have: string | undefined;
  want: string | undefined;
  host: boolean;
  effect: Effect;
  effectText: string;
  /** Why it cannot be put back, when it cannot. */
  noInverse?: string;
};

/** The step that takes one config key from one value to another. */
export function keyStep(drafting: Drafting, property: string, change: KeyChange): Draft {
  const { live, onlyPending } = drafting;
  const call = setKey(live, change.key, change.want, onlyPending.has(change.key));
  // What this step first gives a value that waits for a restart has no other value when the step is taken back.
  const waits = change.have === undefined && change.effect === 'reboot';
  const stepClass: Step['class'] = change.host ? 'host' : 'token';
  return {
    name: change.name,
    title: titleOf(drafting.rows),
    edits: editsOf(drafting.rows),
    effect: change.effect,
    effectText: change.effectText,
    class: stepClass,
    call,
    ...(change.host ? { command: pctSet(live.vmid, call) } : {}),
    inverse: change.noInverse ? { none: change.noInverse } : setKey(live, change.key, change.have, waits),
    reason: reasonOf(drafting, property),
  };
}

function effectOf(property: string, effect: Effect, live: ConfiguredSpec, want: string | undefined): Effect {
  if (live.power === 'stopped') return 'immediate';
  // a NIC beyond net9 goes only at the next restart: pve-container unplugs net\d alone
  if (want === undefined && /^nics\.net\d\d+$/.test(property)) return 'reboot';
  return effect;
}

function effectText(property: string, effect: Effect, { live, want, wantKeys }: Drafting): string {
  if (live.power === 'stopped') return stoppedText;
  if (property === 'hostname') return 'the guest takes its new name at the next restart';
  if (property === 'memoryMiB' && want.memoryMiB < live.memoryMiB)
    return 'felt at once, nothing stops if what it uses still fits';
  const [head, id = ''] = property.split('.');
  if (head === 'nics') {
    if (!live.nics.some((nic) => nic.id === id)) return effectTexts.hot;
    const resolved = effectOf(property, effect, live, wantKeys[id]);
    return resolved === 'hot' ? `felt at once, open connections on ${id} may drop once` : effectTexts[resolved];
  }
  return effectTexts[effect];
}

function needsHost(property: string, { live, want }: Drafting): boolean {
  if (property.startsWith('devices.') || property === 'hookscript') return true;
  if (property !== 'features') return false;
  if (!live.unprivileged) return true;
  const others = ({ features }: ConfiguredSpec) => canonicalJson({ ...features, nesting: undefined });
  return others(live) !== others(want);
}

function fixedText(property: string, { live, want }: Drafting): string {
  switch (property) {
    case 'node':
      return `${live.hostname} is on ${live.node}, asked for ${want.node}: this build does not migrate containers.`;
    case 'unprivileged':
      return `${live.hostname} is ${live.unprivileged ? 'unprivileged' : 'privileged'}: Proxmox sets that only when a container is created or restored.`;
    case 'ostype':
    case 'arch':
      return `The ${property} of ${live.hostname} is what is installed in it, and no edit changes that.`;
    case 'lxc':
      return `Raw lxc lines of ${live.hostname} are written by hand on the host; the API does not take them.`;
    case 'firewall.aliases':
    case 'firewall.ipsets':
      return `Firewall ${property.slice('firewall.'.length)} of ${live.hostname} differ, and this build cannot change them.`;
    default:
      return `${property.replace(/^extra\./, '')} of ${live.hostname} differs, and this build cannot change it.`;
  }
}
