/**
 * The root disk and the mount points: one field each.
 *
 * What a spec leaves open (the volume's name, its size) is satisfied by whatever is live. A volume only grows, and
 * stays on its storage: shrinking it or moving it is no edit of a field, and no step is ever planned for it.
 */
import type { Field } from '@/lib/diff/field';
import { same } from '@/lib/diff/same';
import { mount as mountInWords, rootfs as rootfsInWords } from '@/lib/diff/words';
import type { ConfiguredSpec, MountSpec } from '@/lib/spec/container';

type Rootfs = ConfiguredSpec['rootfs'];
type Volume = { storage: string; volume?: string; sizeBytes?: number };

export const noShrink = 'disks do not shrink';
export const aMove = 'a move, not an edit';
export const otherKind = 'another kind of mount point: take it away first, then add the new one';

/** Proxmox's defaults of the options: replicated, everything else off. `acl` has none: it follows the host. */
function normalOptions(value: Rootfs | MountSpec) {
  return {
    acl: value.acl,
    quota: value.quota ?? false,
    replicate: value.replicate ?? true,
    shared: value.shared ?? false,
    readOnly: value.readOnly ?? false,
    mountOptions: [...(value.mountOptions ?? [])].sort(),
    extra: value.extra ?? {},
  };
}

function normalMount(value: MountSpec | undefined) {
  if (!value) return undefined;
  const { volume, sizeBytes } = { volume: undefined, sizeBytes: undefined, ...value } as Partial<Volume>;
  return {
    ...normalOptions(value),
    kind: value.kind,
    path: value.path,
    backup: value.backup ?? false,
    place: value.kind === 'volume' ? value.storage : value.source,
    volume,
    sizeBytes,
  };
}

function normalRootfs(value: Rootfs | undefined) {
  return value && { ...normalOptions(value), place: value.storage, volume: value.volume, sizeBytes: value.sizeBytes };
}

type Normal = { volume?: string; sizeBytes?: number };

/** Same, but for what the desired side leaves open. */
function fits(desired: Normal | undefined, live: Normal | undefined): boolean {
  if (!desired || !live) return desired === live;
  return same(desired, {
    ...live,
    volume: desired.volume === undefined ? undefined : live.volume,
    sizeBytes: desired.sizeBytes === undefined ? undefined : live.sizeBytes,
  });
}

function refusedVolume(desired: Volume, live: Volume): string | null {
  if (desired.storage !== live.storage) return aMove;
  if (desired.volume !== undefined && live.volume !== undefined && desired.volume !== live.volume) return aMove;
  if (desired.sizeBytes !== undefined && live.sizeBytes !== undefined && desired.sizeBytes < live.sizeBytes)
    return noShrink;
  return null;
}

export const rootfsField: Field = {
  path: 'rootfs',
  label: 'root disk',
  always: true,
  read: (spec) => spec.rootfs,
  describe: (value) => rootfsInWords(value),
  describeFully: (value) => rootfsInWords(value, true),
  normal: normalRootfs,
  satisfied: (desired, live) => fits(normalRootfs(desired), normalRootfs(live)),
  refused: (desired, live) => (desired && live ? refusedVolume(desired, live) : null),
} satisfies Field<Rootfs> as Field;

/** `mp0 /data`, with the path when it is known. */
export function mountField(id: string, path?: string): Field {
  const whole: Field<MountSpec> = {
    path: `mounts.${id}`,
    label: path === undefined ? id : `${id} ${path}`,
    read: (spec) => spec.mounts.find((mount) => mount.id === id),
    describe: (value) => mountInWords(value),
    describeFully: (value) => mountInWords(value, true),
    normal: normalMount,
    satisfied: (desired, live) => fits(normalMount(desired), normalMount(live)),
    refused(desired, live) {
      if (!desired || !live) return null;
      if (desired.kind !== live.kind) return otherKind;
      return desired.kind === 'volume' && live.kind === 'volume' ? refusedVolume(desired, live) : null;
    },
  };
  return whole as Field;
}
