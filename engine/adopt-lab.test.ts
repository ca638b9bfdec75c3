import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkout, Trial, until } from '@/engine/trial';
import { startSimulator } from '@/simulator/simulator';

let simulator: Awaited<ReturnType<typeof startSimulator>>;
let trial: Trial;

beforeEach(async () => {
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json` });
});
afterEach(async () => {
  await trial.end();
  await simulator.stop();
});

describe('the first desired state', () => {
  test('of a real lab is what is live: in sync, committed once, and no account is made', async () => {
    trial = await new Trial(simulator, false).start();
    await until('the lab is adopted', async () => (await trial.engine.db.read.container.count()) === 30);
    expect(trial.git('log', '--format=%s|%an')).toBe('Adopt the lab|Wheelhouse');
    expect(trial.git('ls-files').split('\n')).toHaveLength(30);
    const { items } = await trial.get('listContainers', {});
    expect([...new Set(items.map((view) => view.sync))]).toEqual(['in sync']);
    expect((await trial.get('getContainer', { vmid: 104 })).desired).toMatchObject({ services: [], dependsOn: [] });
    expect(await trial.engine.db.read.user.count()).toBe(0);
    await trial.stop();
    await trial.start();
    expect(trial.git('rev-list', '--count', 'HEAD')).toBe('1');
  }, 60_000);

  test('of the demo is its lab file, and what was edited behind its back is drift', async () => {
    trial = await new Trial(simulator).start();
    const { items, total } = await trial.get('listContainers', {});
    expect(total).toBe(30);
    const drifted = items.filter((view) => view.sync === 'drifted').map((view) => view.vmid);
    expect(drifted).toEqual([107, 111, 119, 128, 130]);
    expect(items.filter((view) => view.sync !== 'drifted').every((view) => view.sync === 'in sync')).toBe(true);
    const grown = await trial.get('getContainer', { vmid: 111 });
    expect(grown.driftCause).toMatch(/^Resized by root@pam .* outside Wheelhouse\.$/);
    expect(grown.rows.filter((row) => !row.equal)).toHaveLength(grown.view.differences);
    const { queue, containers } = await trial.get('summary', {});
    expect(containers).toMatchObject({ total: 30, drifted: 5, unreadable: 0 });
    expect(
      queue
        .filter((item) => item.kind === 'drift')
        .flatMap((item) => item.vmids)
        .sort(),
    ).toEqual(drifted);
  }, 60_000);

  test('garbage for one container leaves the other 29 as they are', async () => {
    trial = new Trial(simulator);
    await trial.control('POST', '/faults', { garbage: 113 });
    await trial.start();
    const { items } = await trial.get('listContainers', {});
    const unreadable = items.filter((view) => view.unreadable !== null);
    expect(unreadable).toMatchObject([{ vmid: 113, sync: 'unknown' }]);
    expect(items.filter((view) => view.sync === 'unknown')).toHaveLength(1);
    const refused = await trial.refusal('proposeChange', {
      title: 'no',
      edits: [{ vmid: 113, set: { memoryMiB: 999 } }],
    });
    expect(refused).toMatchObject({ kind: 'conflict', text: expect.stringContaining('cannot be read') });
  }, 60_000);
});
