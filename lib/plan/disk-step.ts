/**
 * Disks and mounts. Growing a volume is a resize, with an absolute size; shrinking, moving to another storage and
 * taking a volume away are never planned: the first two Proxmox refuses or does offline, and a field edit never
 * destroys. Bind and device mounts are written by root on the host alone (FACTS §2).
 */

import { keyStep, stoppedText } from '@/lib/plan/config-step';
import { asked, cannot, type Draft, type Drafted, type Drafting, editsOf, nothing, reasonOf } from '@/lib/plan/draft';
import { stepEntry } from '@/lib/plan/property';
import { capital } from '@/lib/plan/title';
import { formatContainerConfig } from '@/lib/pve/config';
import { formatGiB } from '@/lib/pve/size';
import type { ConfiguredSpec, MountSpec } from '@/lib/spec/container';

type Volume = { storage: string; volume?: string; sizeBytes?: number };

const bytesPerGiB = 2 ** 30;

export function diskSteps(drafting: Drafting, property: string): Drafted {
  if (property === 'rootfs')
    return volumeSteps(drafting, property, drafting.live.rootfs, drafting.want.rootfs, (spec, sizeBytes) => ({
      ...spec,
      rootfs: { ...spec.rootfs, sizeBytes },
    }));

  const id = property.slice('mounts.'.length);
  const live = drafting.live.mounts.find((mount) => mount.id === id);
  const want = drafting.want.mounts.find((mount) => mount.id === id);
  if (!live) return want ? newMount(drafting, property, want) : nothing;
  if (!want) return goneMount(drafting, property, live);
  if (live.kind !== want.kind)
    return cannot(
      drafting,
      property,
      'mount-kind',
      `${id} is a ${live.kind}, asked for a ${want.kind}: a mount does not change its kind.`,
    );
  if (live.kind === 'volume' && want.kind === 'volume')
    return volumeSteps(drafting, property, live, want, (spec, sizeBytes) => ({
      ...spec,
      mounts: spec.mounts.map((mount) =>
        mount.id === id && mount.kind === 'volume' ? { ...mount, sizeBytes } : mount,
      ),
    }));
  return { steps: [mountStep(drafting, property, { host: true, running: 'reboot' })], notes: [] };
}

function volumeSteps(
  drafting: Drafting,
  property: string,
  live: Volume,
  want: Volume,
  sized: (spec: ConfiguredSpec, sizeBytes: number | undefined) => ConfiguredSpec,
): Drafted {
  const { hostname } = drafting.live;
  const name = property === 'rootfs' ? 'root disk' : property.slice('mounts.'.length);
  if (live.storage !== want.storage)
    return cannot(
      drafting,
      property,
      'storage-move',
      `${hostname}: ${name} is on ${live.storage}, asked for ${want.storage}: this build does not move volumes.`,
    );
  if (live.volume !== want.volume)
    return cannot(
      drafting,
      property,
      'volume-swap',
      `${hostname}: ${name} is ${live.volume}, asked for ${want.volume}: one volume is not put in place of another.`,
    );

  const drafted: Drafted = { steps: [], notes: [] };
  const grows = want.sizeBytes !== undefined && live.sizeBytes !== undefined && want.sizeBytes > live.sizeBytes;
  if (grows) drafted.steps.push(growStep(drafting, property));
  if (want.sizeBytes !== undefined && live.sizeBytes !== undefined && want.sizeBytes < live.sizeBytes) {
    const sizeOf = (value: unknown) => (value as Volume | undefined)?.sizeBytes;
    const text = `${hostname}: ${name} is ${gib(live.sizeBytes)}, asked for ${gib(want.sizeBytes)}: disks do not shrink.`;
    drafted.notes.push(...cannot(drafting, property, 'shrink', text, asked(drafting, property, sizeOf)).notes);
  }

  if (want.sizeBytes !== undefined && live.sizeBytes === undefined)
    drafted.notes.push(
      ...cannot(drafting, property, 'size-unknown', `${hostname}: Proxmox does not say how large ${name} is.`).notes,
    );

  // the options ride in the same string as the size, so both sides are written with the size that it then has
  const size = grows ? want.sizeBytes : live.sizeBytes;
  const key = stepEntry(property)?.key ?? property;
  const have = formatContainerConfig(sized(drafting.live, size))[key];
  const then = formatContainerConfig(sized(drafting.want, size))[key];
  if (have !== then)
    drafted.steps.push(mountStep(drafting, property, { host: false, running: 'reboot', have, want: then }));
  return drafted;
}

function growStep(drafting: Drafting, property: string): Draft {
  const { live, wantKeys, rows } = drafting;
  const disk = stepEntry(property)?.key ?? property;
  const size = /(?:^|,)size=([^,]+)/.exec(wantKeys[disk] ?? '')?.[1] ?? '';
  const from = property === 'rootfs' ? live.rootfs : live.mounts.find((mount) => mount.id === disk);
  const to = property === 'rootfs' ? drafting.want.rootfs : drafting.want.mounts.find((mount) => mount.id === disk);
  const sizeOf = (value: unknown) => (value as Volume | undefined)?.sizeBytes ?? 0;
  return {
    name: `${property}.size`,
    title: `${capital(property === 'rootfs' ? 'root disk' : disk)} grows from ${gib(sizeOf(from))} to ${gib(sizeOf(to))}`,
    edits: editsOf(rows),
    effect: live.power === 'running' ? 'hot' : 'immediate',
    effectText: live.power === 'running' ? 'felt at once, nothing stops' : stoppedText,
    class: 'token',
    call: { method: 'PUT', path: `/nodes/${live.node}/lxc/${live.vmid}/resize`, params: { disk, size } },
    inverse: { none: 'disks do not shrink' },
    reason: reasonOf(drafting, property),
  };
}

function newMount(drafting: Drafting, property: string, want: MountSpec): Drafted {
  if (want.kind !== 'volume')
    return { steps: [mountStep(drafting, property, { host: true, running: 'hot' })], notes: [] };
  // a volume that has a name exists already and is only attached; its inverse detaches it and keeps the data
  if (want.volume !== undefined)
    return { steps: [mountStep(drafting, property, { host: false, running: 'hot' })], notes: [] };
  if (want.sizeBytes === undefined)
    return cannot(drafting, property, 'no-size', `${want.id} of ${drafting.live.hostname} needs a size to be made.`);
  const key = want.id;
  const options = (drafting.wantKeys[key] ?? '')
    .split(',')
    .slice(1)
    .filter((option) => !option.startsWith('size='));
  return {
    steps: [
      mountStep(drafting, property, {
        host: false,
        running: 'hot',
        // FACTS §4: `storage:GiB` allocates the disk inside the PUT
        want: [`${want.storage}:${formatGiB(want.sizeBytes)}`, ...options].join(','),
        noInverse: 'a volume, once made, is not taken away by a plan',
      }),
    ],
    notes: [],
  };
}

function goneMount(drafting: Drafting, property: string, live: MountSpec): Drafted {
  if (live.kind !== 'volume')
    return { steps: [mountStep(drafting, property, { host: true, running: 'reboot' })], notes: [] };
  const text = `${live.id} ${live.path} of ${drafting.live.hostname} holds a volume: a plan never takes one away.`;
  return cannot(drafting, property, 'volume-removal', text);
}

type MountChange = { host: boolean; running: 'hot' | 'reboot'; have?: string; want?: string; noInverse?: string };

function mountStep(drafting: Drafting, property: string, change: MountChange): Draft {
  const key = stepEntry(property)?.key ?? property;
  const stopped = drafting.live.power === 'stopped';
  const runningText = change.running === 'hot' ? 'felt at once, nothing stops' : 'waits for the next restart';
  return keyStep(drafting, property, {
    name: property,
    key,
    have: change.have ?? drafting.liveKeys[key],
    want: change.want ?? drafting.wantKeys[key],
    host: change.host,
    effect: stopped ? 'immediate' : change.running,
    effectText: stopped ? stoppedText : runningText,
    noInverse: change.noInverse,
  });
}

/** Sizes as LOOK.md says them: MiB below one GiB, else GiB with at most two decimals. */
function gib(bytes: number): string {
  if (bytes < bytesPerGiB) return `${Math.round(bytes / 2 ** 20)} MiB`;
  return `${Number((bytes / bytesPerGiB).toFixed(2)).toLocaleString('en-US')} GiB`;
}
