import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatContainerConfig, parseContainerConfig } from '@/lib/pve/config';
import type { ConfiguredSpec } from '@/lib/spec/container';

const config = {
  hostname: 'fileserver',
  memory: 2048,
  rootfs: 'local-lvm:vm-102-disk-0,size=4G',
};

function parsed(given: Record<string, unknown>): ConfiguredSpec {
  const result = parseContainerConfig(102, 'pve', given, null, 'running');
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

function refused(given: Record<string, unknown>): string {
  const result = parseContainerConfig(102, 'pve', given, null, 'running');
  if (result.ok) throw new Error('it was read');
  return result.error;
}

test('what is absent has Proxmox’s default', () => {
  expect(parsed({ rootfs: config.rootfs })).toMatchObject({
    hostname: 'CT102',
    memoryMiB: 512,
    swapMiB: 512,
    onboot: false,
    unprivileged: false,
    protection: false,
    firewall: { enable: false, rules: [] },
  });
});

test('property strings come back in Proxmox’s order', () => {
  const spec = parsed({
    ...config,
    net0: 'firewall=1,ip=192.0.2.50/24,bridge=vmbr0,type=veth,hwaddr=BC:24:11:7D:71:8A,gw=192.0.2.1,name=eth0',
    mp0: 'size=1024M,backup=1,local-ct:102/vm-102-disk-1.raw,mp=/var/lib/data',
    mp1: '/vault/data,shared=1,mp=/data',
    features: 'nesting=1,mount=nfs;cifs',
    dev0: 'mode=0660,path=/dev/dri/renderD128,gid=104',
    startup: 'down=5,order=1',
    tags: 'Web;edge web,prod',
  });
  expect(formatContainerConfig(spec)).toEqual({
    hostname: 'fileserver',
    memory: '2048',
    swap: '512',
    rootfs: 'local-lvm:vm-102-disk-0,size=4G',
    net0: 'name=eth0,bridge=vmbr0,firewall=1,gw=192.0.2.1,hwaddr=BC:24:11:7D:71:8A,ip=192.0.2.50/24,type=veth',
    mp0: 'local-ct:102/vm-102-disk-1.raw,mp=/var/lib/data,backup=1,size=1G',
    mp1: '/vault/data,mp=/data,shared=1',
    features: 'mount=nfs;cifs,nesting=1',
    dev0: '/dev/dri/renderD128,gid=104,mode=0660',
    startup: 'order=1,down=5',
    tags: 'edge;prod;web',
  });
});

test('nothing is dropped: keys, options and raw lines without a field are kept', () => {
  const spec = parsed({
    ...config,
    debug: 1,
    unused0: 'local-lvm:vm-102-disk-7',
    'some-new-key': 'x=y',
    mp0: '/srv,mp=/srv,size=0T,keepattrs=1',
    net0: 'name=eth0,rate=0,host-managed=1,type=veth',
    lxc: [
      ['lxc.cgroup2.devices.allow', 'c 10:200 rwm'],
      ['lxc.mount.entry', '/dev/net dev/net none bind,create=dir'],
    ],
  });
  expect(spec.extra).toEqual({ debug: '1', 'some-new-key': 'x=y', unused0: 'local-lvm:vm-102-disk-7' });
  expect(spec.lxc).toHaveLength(2);
  const written = formatContainerConfig(spec);
  expect(written.mp0).toBe('/srv,mp=/srv,keepattrs=1,size=0T');
  expect(written.net0).toBe('name=eth0,host-managed=1,rate=0,type=veth');
  expect(written['some-new-key']).toBe('x=y');
});

test('what describes the reading is no part of the spec', () => {
  const spec = parsed({ ...config, digest: 'ab', lock: 'backup', parent: 's1', template: 1, snaptime: 1, pending: {} });
  expect(spec.extra).toEqual({});
});

test('a new volume is asked for in GiB, and an empty name server stays blank', () => {
  const spec = parsed({ ...config, rootfs: 'local-lvm:2.5', nameserver: ' ' });
  expect(spec.rootfs).toEqual({ storage: 'local-lvm', sizeBytes: 2.5 * 2 ** 30 });
  expect(formatContainerConfig(spec)).toMatchObject({ rootfs: 'local-lvm:2.5', nameserver: ' ' });
});

test.each([
  [{ memory: 'banana' }, "memory: 'banana' is not a whole number"],
  [{ memory: 4 }, 'memory: 4 is not accepted'],
  [{ onboot: 'perhaps' }, "onboot: 'perhaps' is not 1 or 0"],
  [{ hostname: 'a_b' }, "hostname: 'a_b' is not accepted"],
  [{ hostname: { first: 1 } }, 'hostname: {"first":1} is not a single value'],
  [{ rootfs: 'garbage' }, "rootfs: 'garbage' is not storage:volume"],
  [{ rootfs: undefined }, 'rootfs: missing'],
  [{ rootfs: '/srv/root,size=4G' }, "rootfs: '/srv/root' is a path of the host"],
  [{ rootfs: 'local-lvm:x,size=huge' }, "rootfs: size 'huge' is not a size"],
  [{ net0: 'bridge=vmbr0' }, 'net0: name is missing'],
  [{ net0: 'eth0' }, "net0: 'eth0' has no key"],
  [{ net0: 'name=eth0,name=eth1' }, 'net0: name is given twice'],
  [{ net0: 'name=eth0,hwaddr=zz:zz' }, "net0 hwaddr: 'zz:zz' is not accepted"],
  [{ net0: 'name=eth0,tag=9999' }, 'net0 vlan: 9999 is not accepted'],
  [{ mp0: '/srv' }, 'mp0: mp is missing'],
  [{ dev0: 'nothing' }, "dev0 path: 'nothing' is not accepted"],
  [{ startup: 'first' }, "startup: order 'first' is not a whole number"],
  [{ lxc: 'raw' }, "lxc: 'raw' is not a list of pairs"],
])('garbage is told with its key and value: %j', (given, text) => {
  expect(refused({ ...config, ...given })).toContain(text);
});

test('a broken firewall is told with its place', () => {
  const read = (options: Record<string, unknown>, rules: Record<string, unknown>[]) =>
    parseContainerConfig(102, 'pve', config, { options, rules }, 'running');
  expect(read({ enable: 'maybe' }, [])).toEqual({
    ok: false,
    error: "firewall option enable: 'maybe' is not 1 or 0",
  });
  expect(read({}, [{ type: 'sideways', action: 'ACCEPT', enable: 1 }])).toMatchObject({ ok: false });
  expect(read({ policy_in: 'SHRUG' }, [])).toMatchObject({
    error: expect.stringContaining("firewall policyIn: 'SHRUG' is not accepted"),
  });
});

const samples = new URL('../../../shared/pve/samples/', import.meta.url);
const names = existsSync(samples) ? readdirSync(samples).filter((name) => name.startsWith('lxc-config-')) : [];
const defaults: Record<string, string> = { onboot: '0', protection: '0', unprivileged: '0', swap: '512' };
test.runIf(names.length > 0)('observed configurations come back byte for byte', () => {
  for (const name of names) {
    const { response } = JSON.parse(readFileSync(new URL(name, samples), 'utf8'));
    const observed: Record<string, unknown> = response.body.data;
    const expected = Object.fromEntries(
      Object.entries(observed)
        .filter(([key, value]) => key !== 'digest' && defaults[key] !== String(value))
        .map(([key, value]) => [key, String(value)]),
    );
    const written = Object.fromEntries(
      Object.entries(formatContainerConfig(parsed(observed))).filter(([key, value]) => defaults[key] !== value),
    );
    expect(written).toEqual(expected);
  }
  expect(names.length).toBeGreaterThan(1);
});
