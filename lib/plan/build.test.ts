import { describe, expect, test } from 'vitest';
import { buildPlan } from '@/lib/plan/build';
import { type Plan, planSchema, type Step } from '@/lib/plan/plan';
import { configuredOf } from '@/lib/plan/settle';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

const base: ContainerSpec = {
  vmid: 104,
  node: 'pve',
  hostname: 'alpine-vaultwarden',
  category: 'security',
  purpose: 'Passwords',
  tags: ['alpine'],
  ostype: 'alpine',
  unprivileged: true,
  features: { nesting: true },
  devices: [],
  cores: 2,
  memoryMiB: 2048,
  swapMiB: 1024,
  rootfs: { storage: 'local-lvm', volume: 'vm-104-disk-0', sizeBytes: 4 * 2 ** 30 },
  mounts: [{ id: 'mp0', kind: 'bind', source: '/vault/data', path: '/data', shared: true }],
  nics: [
    {
      id: 'net0',
      name: 'eth0',
      bridge: 'vmbr0',
      hwaddr: 'BC:24:11:01:00:68',
      ip: '192.168.0.248/24',
      gw: '192.168.0.1',
      firewall: false,
    },
  ],
  onboot: true,
  protection: false,
  power: 'running',
  firewall: { enable: true, rules: [{ type: 'in', action: 'ACCEPT', enable: true, proto: 'tcp', dport: '8080' }] },
  services: [],
  dependsOn: [],
  extra: {},
  lxc: [],
};

type Given = { before?: Partial<ContainerSpec> | null; live?: Partial<ConfiguredSpec> };

/** The plan for `base` with these wishes; before and live are `base` but for what is given. */
function planned(desired: Partial<ContainerSpec>, { before = {}, live = {} }: Given = {}): Plan {
  return buildPlan([
    {
      desired: { ...base, ...desired },
      before: before && { ...base, ...before },
      live: { ...configuredOf(base), ...live },
      digest: 'abc',
    },
  ]);
}

function only(plan: Plan): Step {
  expect(plan.notes).toEqual([]);
  expect(plan.steps).toHaveLength(1);
  const [step] = plan.steps;
  if (!step) throw new Error('no step');
  return step;
}

const put = (params: Record<string, string>) => ({ method: 'PUT', path: '/nodes/pve/lxc/104/config', params });

describe('a step', () => {
  test('of memory is hot, and its inverse is the live value', () => {
    const plan = planned({ memoryMiB: 3072 });
    expect(planSchema.parse(plan)).toEqual(plan);
    expect(only(plan)).toEqual({
      id: '104/memoryMiB',
      vmid: 104,
      node: 'pve',
      hostname: 'alpine-vaultwarden',
      title: 'Memory 2,048 → 3,072 MiB',
      edits: [{ field: 'memoryMiB', label: 'memory', from: '2,048 MiB', to: '3,072 MiB' }],
      effect: 'hot',
      effectText: 'felt at once, nothing stops',
      class: 'token',
      call: put({ memory: '3072' }),
      inverse: put({ memory: '2048' }),
      precondition: { digest: 'abc' },
      after: [],
      reason: 'asked',
    });
  });

  test('of drift says so', () => {
    expect(only(planned({}, { live: { swapMiB: 512 } })).reason).toBe('drift');
  });

  test('is immediate on a stopped container', () => {
    const step = only(planned({ nameserver: '1.1.1.1', power: 'stopped' }, { live: { power: 'stopped' } }));
    expect([step.effect, step.effectText]).toEqual(['immediate', 'it is stopped, nothing is felt']);
  });

  test.each<[Partial<ContainerSpec>, string, string]>([
    [{ description: 'new' }, 'immediate', 'nothing runs differently'],
    [{ onboot: false }, 'immediate', 'nothing runs differently'],
    [{ cores: 4 }, 'hot', 'felt at once, nothing stops'],
    [{ memoryMiB: 1024 }, 'hot', 'felt at once, nothing stops if what it uses still fits'],
    [{ nameserver: '1.1.1.1' }, 'reboot', 'waits for the next restart'],
    [{ timezone: 'UTC' }, 'reboot', 'waits for the next restart'],
    [{ hostname: 'vault' }, 'reboot', 'the guest takes its new name at the next restart'],
    [{ power: 'stopped' }, 'downtime', 'down until it is started again'],
  ])('%j of a running container is felt as %s', (desired, effect, text) => {
    const step = only(planned(desired));
    expect([step.effect, step.effectText]).toEqual([effect, text]);
  });

  test('that takes a value away deletes the key, and puts it back', () => {
    const step = only(planned({ cores: undefined, description: undefined }, { live: {} }));
    expect([step.call, step.inverse]).toEqual([put({ delete: 'cores' }), put({ cores: '2' })]);
  });

  test('of a NIC sends its whole string and names what changes', () => {
    const [nic] = base.nics;
    if (!nic) throw new Error('no NIC');
    const step = only(planned({ nics: [{ ...nic, gw: undefined, hwaddr: undefined, firewall: true }] }));
    expect(step.title).toBe('net0: gateway 192.168.0.1 removed, filter on');
    expect(step.call.params.net0).toContain('hwaddr=BC:24:11:01:00:68');
    expect(step.call.params.net0).not.toContain('gw=');
    expect(step.effectText).toBe('felt at once, open connections on net0 may drop once');
  });
});

describe('root on the host', () => {
  test('writes features other than nesting, with the line to type', () => {
    const step = only(planned({ features: { nesting: true, mount: ['cifs', 'nfs'] } }));
    expect(step.class).toBe('host');
    expect(step.command).toBe("pct set 104 --features 'mount=cifs;nfs,nesting=1'");
  });

  test('is not needed for nesting alone, but on a privileged container', () => {
    expect(only(planned({ features: undefined })).class).toBe('token');
    const privileged = { unprivileged: false };
    expect(only(planned({ ...privileged, features: undefined }, { before: privileged, live: privileged })).class).toBe(
      'host',
    );
  });

  test('writes bind mounts and devices', () => {
    const step = only(planned({ mounts: [{ id: 'mp0', kind: 'bind', source: '/vault/data', path: '/srv/my data' }] }));
    expect([step.class, step.effect]).toEqual(['host', 'reboot']);
    expect(step.command).toBe("pct set 104 --mp0 '/vault/data,mp=/srv/my data'");
    expect(only(planned({ devices: [{ id: 'dev0', path: '/dev/dri/renderD128' }] })).class).toBe('host');
  });
});

describe('disks', () => {
  const sized = (gib: number) => ({ rootfs: { ...base.rootfs, sizeBytes: gib * 2 ** 30 } });

  test('grow by a resize to an absolute size, and never back', () => {
    const step = only(planned(sized(8)));
    expect(step.call).toEqual({
      method: 'PUT',
      path: '/nodes/pve/lxc/104/resize',
      params: { disk: 'rootfs', size: '8G' },
    });
    expect(step.title).toBe('Root disk grows from 4 GiB to 8 GiB');
    expect(step.inverse).toEqual({ none: 'disks do not shrink' });
  });

  test('that somebody grew do not block an edit of memory', () => {
    const plan = planned({ memoryMiB: 3072 }, { live: sized(6) });
    expect(plan.steps.map((step) => step.id)).toEqual(['104/memoryMiB']);
    expect(plan.notes).toMatchObject([{ severity: 'warn', kind: 'shrink', at: '104/rootfs' }]);
    expect(plan.notes[0]?.text).toContain('root disk is 6 GiB, asked for 4 GiB: disks do not shrink');
  });

  test('that somebody asks to shrink block', () => {
    expect(planned(sized(2)).notes).toMatchObject([{ severity: 'block', kind: 'shrink' }]);
  });

  test('grow and change an option in two steps, the size in both right', () => {
    const plan = planned({ rootfs: { ...base.rootfs, sizeBytes: 8 * 2 ** 30, quota: true } });
    expect(plan.steps.map((step) => step.id)).toEqual(['104/rootfs.size', '104/rootfs']);
    expect(plan.steps[1]?.call.params.rootfs).toContain('size=8G');
    expect(plan.steps[1]?.inverse).toMatchObject({ params: { rootfs: expect.stringContaining('size=8G') } });
  });

  test('are made anew for a mount that has a size and no volume', () => {
    const mount = { id: 'mp1', kind: 'volume' as const, storage: 'vault', path: '/docker', sizeBytes: 128 * 2 ** 30 };
    const step = only(planned({ mounts: [...base.mounts, mount] }));
    expect([step.class, step.effect]).toEqual(['token', 'hot']);
    expect(step.call).toEqual(put({ mp1: 'vault:128,mp=/docker' }));
    expect(step.inverse).toEqual({ none: expect.stringContaining('not taken away') });
  });

  test('are never taken away or moved', () => {
    const mounts = [
      { id: 'mp1', kind: 'volume' as const, storage: 'vault', volume: 'v', path: '/docker', sizeBytes: 2 ** 30 },
    ];
    const gone = planned({ mounts: [] }, { before: { mounts }, live: { mounts } });
    expect(gone.steps).toEqual([]);
    expect(gone.notes).toMatchObject([{ severity: 'block', kind: 'volume-removal' }]);
    const moved = planned({ rootfs: { ...base.rootfs, storage: 'vault' } });
    expect(moved.steps).toEqual([]);
    expect(moved.notes).toMatchObject([{ severity: 'block', kind: 'storage-move' }]);
  });
});

describe('the order', () => {
  test('is protection off, the table, filters before NICs, power last', () => {
    const [nic] = base.nics;
    if (!nic) throw new Error('no NIC');
    const plan = planned(
      {
        power: 'stopped',
        nics: [{ ...nic, firewall: true }],
        firewall: { enable: true, policyOut: 'DROP', rules: [] },
        description: 'x',
        memoryMiB: 4096,
        tags: [],
      },
      { before: { protection: true }, live: { protection: true } },
    );
    expect(plan.steps.map((step) => step.id.slice(4))).toEqual([
      'protection',
      'description',
      'tags',
      'memoryMiB',
      'firewall.rules.1',
      'firewall.options',
      'nics.net0',
      'power',
    ]);
    expect(plan.steps.map((step) => step.precondition !== undefined).indexOf(true)).toBe(0);
    expect(plan.steps.filter((step) => step.precondition).length).toBe(1);
    expect(plan.steps[3]?.after).toEqual(['104/tags']);
  });
});

describe('what cannot be set', () => {
  test('blocks who asks, and only warns of what is there', () => {
    const [asked, found] = [planned({ unprivileged: false }), planned({}, { live: { ostype: 'debian' } })];
    expect(asked.notes).toMatchObject([{ severity: 'block', kind: 'fixed', at: '104/unprivileged' }]);
    expect(found.notes).toMatchObject([{ severity: 'warn', kind: 'fixed', at: '104/ostype' }]);
    expect([...asked.steps, ...found.steps]).toEqual([]);
  });
});
