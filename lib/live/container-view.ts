/** One container as the browser sees it, from what is desired, what was observed and what holds it. */
import type { Finding } from '@/lib/findings/finding';
import { addressOf } from '@/lib/findings/lab';
import { invariant } from '@/lib/invariant';
import type { Comparison } from '@/lib/live/compare';
import type { ObservedContainer } from '@/lib/live/observed';
import type { ChangeSummary, ContainerView } from '@/lib/live/view';
import type { ContainerSpec } from '@/lib/spec/container';

export type ContainerParts = {
  desired: ContainerSpec | null;
  observed: ObservedContainer | null;
  comparison: Comparison;
  held: ContainerView['held'];
  change: ChangeSummary | null;
  finding: Finding | null;
};

export function containerView({ desired, observed, comparison, held, change, finding }: ContainerParts): ContainerView {
  const either = observed ?? desired;
  invariant(either, 'a container is desired or observed');
  // what is configured is shown as it is live; what only the owner says comes from the desired state
  const spec = observed?.config ?? desired;
  const nics = spec?.nics ?? [];
  return {
    vmid: either.vmid,
    node: either.node,
    hostname: spec?.hostname ?? observed?.name ?? `CT${either.vmid}`,
    category: desired?.category ?? 'unmanaged',
    purpose: desired?.purpose ?? '',
    tags: spec?.tags ?? [],
    ostype: spec?.ostype ?? null,
    unprivileged: spec?.unprivileged ?? false,
    status: observed?.status ?? 'unknown',
    startedAt: observed?.startedAt ?? null,
    lock: observed?.lock ?? null,
    address: nics.map(addressOf).find((address) => address !== null) ?? null,
    dhcp: nics.some((nic) => nic.ip === 'dhcp'),
    nics: nics.length,
    bridges: [...new Set(nics.flatMap((nic) => nic.bridge ?? []))],
    cores: spec?.cores ?? null,
    memoryMiB: spec?.memoryMiB ?? null,
    onboot: spec?.onboot ?? false,
    desiredPower: desired?.power ?? null,
    sync: comparison.word,
    differences: comparison.differences,
    changeId: change?.id ?? null,
    held,
    finding: finding && { severity: finding.severity, text: finding.title },
    unreadable: observed?.unreadable ?? null,
    configuredAt: observed?.configuredAt ?? null,
  };
}
