/** A node as the browser sees it; memory is promised by what Proxmox would start, not by what is only asked for. */
import { type MemoryPromises, memoryPromises } from '@/lib/capacity/memory';
import type { Observed, ObservedHost } from '@/lib/live/observed';
import type { HostView } from '@/lib/live/view';
import type { ContainerSpec } from '@/lib/spec/container';

export function hostViews(observed: Observed, desired: Map<number, ContainerSpec>): HostView[] {
  const holders = [...observed.containers.values()].flatMap(({ vmid, template, config }) => {
    const spec = config ?? desired.get(vmid);
    return spec && !template ? [spec] : [];
  });
  const sums = new Map(
    memoryPromises(
      holders,
      observed.hosts.map((host) => host.node),
    ).map((promises) => [promises.node, promises]),
  );
  return observed.hosts.map((host) => hostView(host, sums.get(host.node)));
}

function hostView(host: ObservedHost, promises: MemoryPromises | undefined): HostView {
  return {
    node: host.node,
    at: host.at,
    online: host.online,
    pveVersion: host.pveVersion,
    kernel: host.kernel,
    uptimeSeconds: host.uptimeSeconds,
    cpu: host.cpu,
    cpus: host.cpus,
    cpuSpark: host.cpuSpark,
    cpuPeak: host.cpuPeak,
    memory: {
      usedBytes: host.memoryUsedBytes,
      physicalBytes: host.memoryPhysicalBytes,
      promisedOnBootBytes: promises?.promisedOnBootBytes ?? 0,
      promisedAllBytes: promises?.promisedAllBytes ?? 0,
      notOnBoot: promises?.notOnBoot ?? [],
    },
    storages: host.storages,
    network: {
      inBytesPerSecond: host.netInBytesPerSecond,
      outBytesPerSecond: host.netOutBytesPerSecond,
      spark: host.netSpark,
    },
  };
}
