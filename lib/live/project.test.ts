import { describe, expect, test } from 'vitest';
import type { Finding } from '@/lib/findings/finding';
import type { Observed, ObservedTask } from '@/lib/live/observed';
import { fixtureNow, fixtureSpec, observedContainer, observedLab } from '@/lib/live/observed-fixture';
import { type Projected, project } from '@/lib/live/project';
import {
  type ChangeSummary,
  type ContainerView,
  containerViewSchema,
  hostViewSchema,
  type QueueItem,
  queueItemSchema,
  type SourceView,
  sourceViewSchema,
  usageViewSchema,
} from '@/lib/live/view';
import type { ContainerSpec } from '@/lib/spec/container';

const qbittorrent = fixtureSpec(107, 'qbittorrent');
const docker = fixtureSpec(111, 'docker');
const specs = [qbittorrent, docker];

function projected(over: Partial<Projected> = {}): Projected {
  return {
    now: fixtureNow,
    demo: true,
    observed: observedLab(specs),
    desired: specs,
    changes: [],
    leases: [],
    operations: [],
    runs: [],
    activity: [],
    findings: [],
    ours: new Map(),
    timeZone: 'UTC',
    ...over,
  };
}

/** The lab with some containers otherwise than desired. */
function spoilt(...containers: Parameters<typeof observedContainer>[]): Observed {
  const observed = observedLab(specs);
  for (const [spec, over] of containers) observed.containers.set(spec.vmid, observedContainer(spec, over));
  return observed;
}
const live = (spec: ContainerSpec, over: Partial<ContainerSpec>) =>
  observedContainer(spec, { config: observedContainer({ ...spec, ...over }).config });

const ct = (map: Map<string, unknown>, vmid: number) => map.get(`ct/${vmid}`) as ContainerView;
const queue = (map: Map<string, unknown>) => map.get('queue') as QueueItem[];

const change = (id: number, over: Partial<ChangeSummary> = {}): ChangeSummary => ({
  id,
  title: `Change number ${id}`,
  description: '',
  status: 'proposed',
  proposedBy: 'author',
  proposedAt: fixtureNow - 600_000,
  planHash: null,
  approvedBy: null,
  approvedAt: null,
  expiresAt: null,
  rejectedBy: null,
  reason: null,
  vmids: [107],
  steps: 6,
  runId: null,
  commit: null,
  endedAt: null,
  ...over,
});

describe('a healthy lab', () => {
  const map = project(projected());

  test('has every key of the view, each of its shape', () => {
    expect([...map.keys()].sort()).toEqual(
      [
        'source',
        'host/pve',
        'ct/107',
        'use/107',
        'spark/107',
        'ct/111',
        'use/111',
        'spark/111',
        'queue',
        'recent',
      ].sort(),
    );
    expect(sourceViewSchema.strict().parse(map.get('source'))).toMatchObject({
      state: 'live',
      error: null,
      demo: true,
    });
    expect(hostViewSchema.strict().parse(map.get('host/pve')).memory).toMatchObject({
      promisedOnBootBytes: 4 * 2 ** 30,
      notOnBoot: [],
    });
    expect(containerViewSchema.strict().parse(map.get('ct/107'))).toMatchObject({
      address: '192.168.0.107',
      dhcp: true,
      nics: 2,
      bridges: ['vmbr0', 'vmbr1'],
      category: 'media',
      sync: 'in sync',
      differences: 0,
      desiredPower: 'running',
    });
    usageViewSchema.strict().parse(map.get('use/107'));
    expect(queue(map)).toEqual([]);
  });

  test('gives the same map again, and the same comparison without comparing', () => {
    const input = projected();
    expect(project(input)).toEqual(project(input));
  });
});

describe('the source', () => {
  test('is stale past the limit, and then nothing is in sync', () => {
    const observed = observedLab(specs, { lastAnswerAt: fixtureNow - 8_001, error: 'connect ECONNREFUSED' });
    const map = project(projected({ observed }));
    expect(map.get('source')).toMatchObject({
      state: 'stale',
      error: 'connect ECONNREFUSED',
    } satisfies Partial<SourceView>);
    expect(ct(map, 107)).toMatchObject({ sync: 'unknown', status: 'running', differences: 0 });
  });

  test('is live up to the limit, starting before the first answer, and stale when that fails', () => {
    const state = (over: Partial<Observed>) =>
      (project(projected({ observed: observedLab(specs, over) })).get('source') as SourceView).state;
    expect(state({ lastAnswerAt: fixtureNow - 8_000 })).toBe('live');
    expect(state({ lastAnswerAt: null })).toBe('starting');
    expect(state({ lastAnswerAt: null, error: 'no route' })).toBe('stale');
  });

  test('that never answered is not said to have lost containers', () => {
    const observed = { ...observedLab([]), lastAnswerAt: null };
    const map = project(projected({ observed }));
    expect(queue(map)).toEqual([]);
    expect(ct(map, 107)).toMatchObject({ status: 'unknown', sync: 'unknown' });
  });
});

describe('drift', () => {
  const task: ObservedTask = {
    upid: 'UPID:pve:1:1:1:resize:111:root@pam:',
    node: 'pve',
    type: 'resize',
    id: '111',
    user: 'root@pam',
    startedAt: fixtureNow - 43 * 60_000,
    endedAt: fixtureNow - 43 * 60_000,
    status: 'OK',
  };
  const grown = () => {
    const observed = observedLab(specs, { tasks: [task] });
    observed.containers.set(111, live(docker, { rootfs: { ...docker.rootfs, sizeBytes: 6 * 2 ** 30 } }));
    return observed;
  };

  test('is one line with who did it and why it stays', () => {
    const map = project(projected({ observed: grown() }));
    expect(ct(map, 111)).toMatchObject({ sync: 'drifted', differences: 1 });
    expect(queue(map)).toEqual([
      {
        id: 'drift/111',
        kind: 'drift',
        severity: 'warn',
        title: 'docker: root disk is 6 GiB, asked for 4',
        evidence: 'Resized by root@pam at 21:58, outside Wheelhouse. Cannot be put back: disks do not shrink.',
        vmids: [111],
        changeId: null,
        adoptable: true,
      },
    ]);
    queueItemSchema.strict().parse(queue(map)[0]);
  });

  test('tells times in the zone it is given', () => {
    const map = project(projected({ observed: grown(), timeZone: 'Europe/Berlin' }));
    expect(queue(map)[0]?.evidence).toMatch(/^Resized by root@pam at 22:58, outside/);
  });

  test('that no task recorded says so, and counts the rest', () => {
    const observed = observedLab(specs);
    observed.containers.set(107, live(qbittorrent, { swapMiB: 512, cores: 4, tags: [] }));
    const [item] = queue(project(projected({ observed })));
    expect(item?.title).toBe('qbittorrent: tags are none, asked for a, and 2 more');
    expect(item?.evidence).toBe('No task recorded it.');
  });

  test('through Wheelhouse names the person', () => {
    const upid = 'UPID:pve:2:2:2:vzshutdown:107:wheelhouse@pve!engine:';
    const observed = spoilt([qbittorrent, { status: 'stopped' }]);
    observed.tasks = [{ ...task, upid, type: 'vzshutdown', id: '107', user: 'wheelhouse@pve!engine' }];
    const operation: Projected['operations'][number] = {
      id: 3,
      kind: 'shutdown',
      vmid: 107,
      node: 'pve',
      hostname: 'qbittorrent',
      status: 'ok',
      requestedBy: 'admin',
      requestedAt: 0,
      endedAt: 1,
      upid,
      exitStatus: 'OK',
      log: [],
      result: null,
    };
    const map = project(projected({ observed, operations: [operation], ours: new Map([[upid, 'admin']]) }));
    expect(queue(map)[0]).toMatchObject({
      title: 'qbittorrent: power is stopped, asked for running',
      evidence: 'Stopped by admin at 21:58, through Wheelhouse.',
    });
    expect(map.get('op/3')).toBe(operation);
  });

  test('is none while a run, an operation or an applying change explains it', () => {
    const observed = grown();
    const lease = { vmid: 111, holderKind: 'run' as const, holderId: 5, by: 'admin', since: 1 };
    const held = project(projected({ observed, leases: [lease] }));
    expect(ct(held, 111)).toMatchObject({
      sync: 'changing',
      held: { by: 'admin', kind: 'run', id: 5, since: 1 },
    });
    expect(queue(held)).toEqual([]);
    const applying = project(projected({ observed, changes: [change(41, { status: 'applying', vmids: [111] })] }));
    expect(ct(applying, 111)).toMatchObject({ sync: 'changing', changeId: 41 });
  });

  test('moves when its inputs do, though it is remembered', () => {
    const observed = grown();
    expect(ct(project(projected({ observed })), 111).sync).toBe('drifted');
    const adopted = { ...docker, rootfs: { ...docker.rootfs, sizeBytes: 6 * 2 ** 30 } };
    expect(ct(project(projected({ observed, desired: [qbittorrent, adopted] })), 111).sync).toBe('in sync');
    const container = observed.containers.get(111);
    if (!container) throw new Error('no 111');
    observed.containers.set(111, { ...container, status: 'stopped' });
    expect(ct(project(projected({ observed, desired: [qbittorrent, adopted] })), 111)).toMatchObject({
      sync: 'drifted',
      differences: 1,
    });
  });
});

describe('containers that one side does not know', () => {
  test('missing from Proxmox', () => {
    const map = project(projected({ observed: observedLab([docker]) }));
    expect(ct(map, 107)).toMatchObject({ status: 'unknown', sync: 'unknown', hostname: 'qbittorrent' });
    expect(map.has('use/107')).toBe(false);
    expect(queue(map)[0]).toMatchObject({ id: 'missing/107', kind: 'drift', adoptable: false });
  });

  test('unmanaged', () => {
    const map = project(projected({ desired: [docker] }));
    expect(ct(map, 107)).toMatchObject({ sync: 'unmanaged', category: 'unmanaged', desiredPower: null });
    expect(queue(map)[0]).toMatchObject({
      id: 'unmanaged/107',
      title: 'qbittorrent: on pve, and in no file of the lab',
    });
  });

  test('a template is nobody’s container', () => {
    const observed = spoilt([fixtureSpec(900, 'template'), { template: true }]);
    expect(project(projected({ observed })).has('ct/900')).toBe(false);
  });

  test('an unreadable one is shown, and the others go on', () => {
    const observed = spoilt([docker, { config: null, unreadable: 'net0: garbage' }]);
    const map = project(projected({ observed }));
    expect(ct(map, 111)).toMatchObject({ unreadable: 'net0: garbage', sync: 'unknown', hostname: 'docker' });
    expect(ct(map, 107).sync).toBe('in sync');
    const kept = spoilt([docker, { unreadable: 'net0: garbage' }]);
    expect(ct(project(projected({ observed: kept })), 111).sync).toBe('unknown');
  });
});

describe('the queue', () => {
  const finding = (severity: Finding['severity'], title: string, vmids: number[]): Finding => ({
    id: title,
    rule: title,
    severity,
    title,
    evidence: '',
    vmids,
  });
  const findings = [
    finding('fault', 'leak', [107]),
    finding('warn', 'rules', [107, 111]),
    finding('info', 'case', [111]),
  ];

  test('is approvals, then faults and warnings, then drift', () => {
    const observed = observedLab(specs);
    observed.containers.set(107, live(qbittorrent, { swapMiB: 512 }));
    const changes = [change(42), change(41), change(40, { status: 'applied' })];
    const map = project(projected({ observed, changes, findings }));
    expect(queue(map).map((item) => [item.kind, item.title])).toEqual([
      ['approve', 'Change number 41'],
      ['approve', 'Change number 42'],
      ['finding', 'leak'],
      ['finding', 'rules'],
      ['drift', 'qbittorrent: swap is 512 MiB, asked for 1,024'],
    ]);
    expect(queue(map)[0]?.evidence).toBe('Change 41 by author, 22:31. 6 steps.');
    expect(queue(map).at(-1)?.changeId).toBe(41);
    expect(map.get('change/40')).toBe(changes[2]);
  });

  test('marks a container with its worst finding, and with no mere remark', () => {
    const map = project(projected({ findings: findings.toReversed() }));
    expect(ct(map, 107).finding).toEqual({ severity: 'fault', text: 'leak' });
    expect(ct(map, 111).finding).toEqual({ severity: 'warn', text: 'rules' });
    expect(ct(project(projected({ findings: findings.slice(2) })), 111).finding).toBeNull();
  });
});
