/** The list of containers, and what one shows of itself beside its configuration. */
import { parseSize } from '@/lib/lab/lab-file';
import { encodedList } from '@/simulator/http/encoded';
import { checkDigest, checkLock, checkProtection, containerOf } from '@/simulator/lxc/containers';
import { formatSize, kindOf, parseMountPoint, printMountPoint, volumesOf } from '@/simulator/lxc/mount-point';
import { addressOf, netKeys, parseNet } from '@/simulator/lxc/network';
import { type Status, statusOf } from '@/simulator/lxc/status';
import { storageOf, volumeOf } from '@/simulator/lxc/volumes';
import { die, Refused } from '@/simulator/refusal';
import type { Container } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

const containerIn = (world: World, { parameters }: Call) =>
  containerOf(world.state, parameters.node ?? '', parameters.vmid ?? '');

/** How long the kernel made the guest wait for each resource: a function of how busy it is (9 only). */
function pressureOf({ cpu = 0, mem = 0, maxmem = 1 }: Status): Record<string, number> {
  const stalled = (part: number) => Math.round(Math.max(0, part - 0.6) * 1000) / 100;
  const memory = stalled(Number(mem) / Math.max(1, Number(maxmem)) - 0.2);
  return {
    pressurecpusome: stalled(Number(cpu)),
    pressureiofull: 0,
    pressureiosome: stalled(Number(cpu) / 2),
    pressurememoryfull: memory / 2,
    pressurememorysome: memory,
  };
}

/** Live, but for the second in which it was asked last. */
function list(world: World, call: Call): unknown {
  const key = `lxc ${call.identity.authid} ${call.parameters.node}`;
  return encodedList(world, key, world.clock.seconds(), () => listRows(world, call));
}

function listRows(world: World, { endpoint, parameters, access }: Call): unknown {
  const pressure = endpoint.gains.has('pressure');
  return Object.values(world.state.containers)
    .filter((one) => one.node === parameters.node && access.has(`/vms/${one.vmid}`, 'VM.Audit'))
    .map((one) => statusOf(world, one))
    .map((row) => (pressure ? { ...row, ...pressureOf(row) } : row));
}

function current(world: World, call: Call): unknown {
  const row = statusOf(world, containerIn(world, call));
  const pressure = call.endpoint.gains.has('pressure') ? pressureOf(row) : {};
  return { ...row, ...pressure, ha: { managed: 0 } };
}

function interfaces(world: World, call: Call): unknown {
  const container = containerIn(world, call);
  if (!container.running) return null;
  const loopback = {
    name: 'lo',
    hwaddr: '00:00:00:00:00:00',
    'hardware-address': '00:00:00:00:00:00',
    inet: '127.0.0.1/8',
    inet6: '::1/128',
    'ip-addresses': [
      { 'ip-address': '127.0.0.1', 'ip-address-type': 'inet', prefix: '8' },
      { 'ip-address': '::1', 'ip-address-type': 'inet6', prefix: '128' },
    ],
  };
  return [loopback, ...netKeys(container).map((key) => interfaceOf(world, container, key))];
}

function interfaceOf(world: World, container: Container, key: string): unknown {
  const net = parseNet(container.config[key] ?? '');
  const hwaddr = (net.hwaddr ?? '').toLowerCase();
  const addresses = [
    addressOf(container, key, world.random),
    net.ip6 && /\//.test(net.ip6) ? net.ip6 : linkLocal(hwaddr),
  ];
  const [inet, inet6] = addresses;
  const entry = (address: string, type: string) => ({
    'ip-address': address.split('/')[0],
    'ip-address-type': type,
    prefix: address.split('/')[1] ?? '',
  });
  return {
    name: net.name,
    hwaddr,
    'hardware-address': hwaddr,
    ...(inet ? { inet } : {}),
    ...(inet6 ? { inet6 } : {}),
    'ip-addresses': [...(inet ? [entry(inet, 'inet')] : []), ...(inet6 ? [entry(inet6, 'inet6')] : [])],
  };
}

/** The address that every interface gives itself from its MAC. */
function linkLocal(hwaddr: string): string {
  const bytes = hwaddr.split(':').map((part) => Number.parseInt(part, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const word = (high: number, low: number) => ((high << 8) | low).toString(16);
  return `fe80::${word(a ^ 2, b)}:${word(c, 0xff)}:${word(0xfe, d)}:${word(e, f)}/64`;
}

/** Whether all volumes of the container lie on storages that can do it. */
function feature(world: World, call: Call): unknown {
  const container = containerIn(world, call);
  const volumes = volumesOf(container.config).filter(
    ({ key, mount }) => !key.startsWith('unused') && kindOf(mount) === 'volume',
  );
  const able = volumes.every(({ mount }) => {
    const storage = storageOf(world.state, mount.volume.split(':')[0] ?? '');
    if (call.parameters.feature === 'snapshot') return storage.snapshots;
    if (call.parameters.feature === 'clone') return storage.linkedClone;
    return true;
  });
  return { hasFeature: able ? 1 : 0 };
}

/** Grows a volume. What cannot be is refused at once; the growing itself is a task (FACTS §5). */
async function resize(world: World, call: Call): Promise<string> {
  const { node = '', vmid = '', disk = '', size = '', digest } = call.parameters;
  const container = containerIn(world, call);
  return world.locks.withConfig(Number(vmid), () => {
    checkLock(container);
    checkDigest(container, digest);
    checkProtection(container, `can't update CT ${vmid} drive '${disk}'`);
    const text = container.config[disk];
    if (text === undefined) {
      const missing = 'property is missing and it is not optional';
      throw new Refused(500, 'format error', { volume: missing, ...(disk === 'rootfs' ? {} : { mp: missing }) });
    }
    const mount = parseMountPoint(disk, text);
    const volume = volumeOf(world.state, mount.volume);
    if (!volume) return die(`volume_size_info on '${mount.volume}' failed - no format`);
    const asked = parseSize(size.replace(/^\+/, '')) ?? 0;
    const target = size.startsWith('+') ? volume.size + asked : asked;
    if (target < volume.size) die('unable to shrink disk size');
    if (target === volume.size) die('disk is already at specified size');
    return world.tasks.start({ node, type: 'resize', id: vmid, user: call.identity.authid }, (task) =>
      task.wait(
        world.locks.withConfig(Number(vmid), async () => {
          await task.sleep(0.8);
          const now = containerOf(world.state, node, vmid);
          volume.size = Math.ceil(target / 1024) * 1024;
          const fresh = { ...parseMountPoint(disk, now.config[disk] ?? text), size: formatSize(volume.size) };
          now.config[disk] = printMountPoint(disk, fresh);
          world.changed();
        }),
      ),
    );
  });
}

export const containerHandlers: Handlers = {
  'GET /nodes/{node}/lxc': list,
  'GET /nodes/{node}/lxc/{vmid}/status/current': current,
  'GET /nodes/{node}/lxc/{vmid}/interfaces': interfaces,
  'GET /nodes/{node}/lxc/{vmid}/feature': feature,
  'PUT /nodes/{node}/lxc/{vmid}/resize': resize,
};
