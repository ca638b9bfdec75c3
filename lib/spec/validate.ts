/**
 * The rules that hold between containers, and between the containers and the host.
 *
 * A note of severity `block` stops a change: what is asked for can't be, or Proxmox would refuse it. `warn` can be,
 * and is most likely wrong. A list of the host that is empty is not known yet, and nothing is held against it.
 */
import type { PlanNote } from '@/lib/plan/plan';
import { addressOf } from '@/lib/spec/address';
import type { ContainerSpec } from '@/lib/spec/container';
import { validateContainer } from '@/lib/spec/validate-container';

export type KnownHost = { storages: string[]; bridges: string[]; nodes: string[] };

/** What is wrong with the lab, container by container, in order of vmid. */
export function validateLab(specs: readonly ContainerSpec[], known: KnownHost): PlanNote[] {
  const sorted = specs.toSorted((a, b) => a.vmid - b.vmid);
  const twice = sharedWords(sorted);
  const vmids = new Set(sorted.map((spec) => spec.vmid));
  const circles = inCircles(sorted);
  return sorted.flatMap((spec, index) => [
    ...(twice.get(index) ?? []),
    ...unknownPlaces(spec, known),
    ...dependencies(spec, vmids, circles),
    ...validateContainer(spec),
  ]);
}

type Word = {
  key: string;
  at: string;
  kind: string;
  severity: 'block' | 'warn';
  text: (first: ContainerSpec) => string;
};

/** What has to be of one container only: its vmid, its hostname, its addresses, its volumes. */
function wordsOf(spec: ContainerSpec): Word[] {
  const name = (other: ContainerSpec) => (other === spec ? 'the same container' : `${other.vmid} ${other.hostname}`);
  return [
    {
      key: `vmid ${spec.vmid}`,
      at: 'vmid',
      kind: 'vmid-twice',
      severity: 'block',
      text: (first) => `${spec.vmid} is given twice: ${first.hostname} and ${spec.hostname}.`,
    },
    {
      key: `hostname ${spec.hostname.toLowerCase()}`,
      at: 'hostname',
      kind: 'hostname-twice',
      severity: 'block',
      text: (first) => `${spec.hostname} is already the hostname of ${first.vmid}.`,
    },
    ...spec.nics.flatMap((nic): Word[] => {
      const network = `${nic.bridge ?? ''} ${nic.vlan ?? ''}`;
      const addresses = [nic.ip, nic.ip6].flatMap((ip) => addressOf(ip) ?? []);
      return [
        ...addresses.map(
          (address): Word => ({
            key: `address ${network} ${address}`,
            at: `nics.${nic.id}.${address.includes(':') ? 'ip6' : 'ip'}`,
            kind: 'address-twice',
            severity: 'block',
            text: (first) => `${address} on ${nic.bridge ?? 'no bridge'} is already an address of ${name(first)}.`,
          }),
        ),
        ...(nic.hwaddr === undefined
          ? []
          : [
              {
                key: `mac ${network} ${nic.hwaddr.toUpperCase()}`,
                at: `nics.${nic.id}.hwaddr`,
                kind: 'mac-twice',
                severity: 'warn' as const,
                text: (first: ContainerSpec) => `${nic.hwaddr} is already a MAC address of ${name(first)}.`,
              },
            ]),
      ];
    }),
    ...volumesOf(spec).map(
      ({ at, volume }): Word => ({
        key: `volume ${volume}`,
        at,
        kind: 'volume-twice',
        severity: 'block',
        text: (first) => `${volume} is already a volume of ${name(first)}.`,
      }),
    ),
  ];
}

function volumesOf(spec: ContainerSpec): { at: string; volume: string }[] {
  const places = [
    { at: 'rootfs', ...spec.rootfs },
    ...spec.mounts.flatMap((mount) => (mount.kind === 'volume' ? [{ at: `mounts.${mount.id}`, ...mount }] : [])),
  ];
  return places.flatMap(({ at, storage, volume }) =>
    volume === undefined ? [] : [{ at, volume: `${storage}:${volume}` }],
  );
}

/** For each container, by its place in the list, the words that an earlier one has. */
function sharedWords(specs: readonly ContainerSpec[]): Map<number, PlanNote[]> {
  const owner = new Map<string, ContainerSpec>();
  const notes = new Map<number, PlanNote[]>();
  for (const [index, spec] of specs.entries()) {
    for (const { key, at, kind, severity, text } of wordsOf(spec)) {
      const first = owner.get(key);
      if (!first) owner.set(key, spec);
      else notes.set(index, [...(notes.get(index) ?? []), { severity, vmid: spec.vmid, at, kind, text: text(first) }]);
    }
  }
  return notes;
}

/** Storages, bridges and nodes that the host does not have. */
function unknownPlaces(spec: ContainerSpec, known: KnownHost): PlanNote[] {
  const absent = (list: string[], name: string | undefined) =>
    name !== undefined && list.length > 0 && !list.includes(name);
  const note = (at: string, what: string, name: string | undefined, list: string[]): PlanNote[] =>
    absent(list, name)
      ? [
          {
            severity: 'block',
            vmid: spec.vmid,
            at,
            kind: `unknown-${what}`,
            text: `${name} is no ${what} of this Proxmox, which has ${list.toSorted().join(', ')}.`,
          },
        ]
      : [];
  return [
    ...note('node', 'node', spec.node, known.nodes),
    ...note('rootfs', 'storage', spec.rootfs.storage, known.storages),
    ...spec.mounts.flatMap((mount) =>
      mount.kind === 'volume' ? note(`mounts.${mount.id}`, 'storage', mount.storage, known.storages) : [],
    ),
    ...spec.nics.flatMap((nic) => note(`nics.${nic.id}.bridge`, 'bridge', nic.bridge, known.bridges)),
  ];
}

function dependencies(spec: ContainerSpec, vmids: Set<number>, circles: Set<number>): PlanNote[] {
  const at = { vmid: spec.vmid, at: 'dependsOn', severity: 'warn' as const };
  const missing = spec.dependsOn.filter((vmid) => !vmids.has(vmid));
  return [
    ...missing.map((vmid) => ({
      ...at,
      kind: 'depends-on-nothing',
      text: `${spec.hostname} needs ${vmid}, which is not in the lab.`,
    })),
    ...(circles.has(spec.vmid)
      ? [{ ...at, kind: 'depends-in-a-circle', text: `${spec.hostname} needs itself by way of what it needs.` }]
      : []),
  ];
}

/** The containers that need themselves by way of another. */
function inCircles(specs: readonly ContainerSpec[]): Set<number> {
  const needs = new Map(specs.map((spec) => [spec.vmid, spec.dependsOn]));
  const reaches = (start: number): boolean => {
    const seen = new Set<number>();
    const open = (needs.get(start) ?? []).filter((vmid) => vmid !== start);
    for (let vmid = open.pop(); vmid !== undefined; vmid = open.pop()) {
      if (vmid === start) return true;
      if (seen.has(vmid)) continue;
      seen.add(vmid);
      open.push(...(needs.get(vmid) ?? []));
    }
    return false;
  };
  return new Set(specs.map((spec) => spec.vmid).filter(reaches));
}
