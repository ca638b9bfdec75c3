import { describe, expect, test } from 'vitest';
import { answerJson as json } from '@/engine/proxmox/scripted-proxmox';
import { connect, serve } from '@/engine/proxmox/scripted-session';

describe('a task is followed to its end', () => {
  const upid = 'UPID:pve:00000161:000516D8:6B036BBB:vzstart:102:root@pam!panel:';
  const playing = (states: { status: unknown; log: unknown; code?: number }[]) => {
    let at = 0;
    return serve((req, res) => {
      const state = states[Math.min(at, states.length - 1)];
      const path = new URL(req.url ?? '', 'https://x');
      if (path.pathname.endsWith('/log')) {
        at += 1;
        const start = Number(path.searchParams.get('start'));
        const log = state?.log;
        return json(res, 200, { data: Array.isArray(log) ? log.slice(start) : log });
      }
      json(res, state?.code ?? 200, state?.code ? { errors: state.status } : { data: state?.status });
    });
  };
  const lines = (...texts: string[]) => texts.map((t, i) => ({ n: i + 1, t }));

  test('reads the log as it grows', async () => {
    const { url } = await playing([
      { status: { status: 'running' }, log: lines('one') },
      { status: { status: 'running' }, log: lines('one', 'two') },
      { status: { status: 'stopped', exitstatus: 'OK' }, log: lines('one', 'two', 'TASK OK') },
    ]);
    const parts: string[][] = [];
    const end = await connect(url).waitForTask(upid, { onLog: (part) => parts.push(part) });
    expect(end).toEqual({
      ok: true,
      value: { exitStatus: 'OK', ok: true, warnings: 0, log: ['one', 'two', 'TASK OK'] },
    });
    expect(parts).toEqual([['one'], ['two'], ['TASK OK']]);
  });

  test('warnings are a success, anything else is not', async () => {
    const warned = await playing([{ status: { status: 'stopped', exitstatus: 'WARNINGS: 2' }, log: [] }]);
    expect(await connect(warned.url).waitForTask(upid)).toMatchObject({ value: { ok: true, warnings: 2 } });
    const failed = await playing([{ status: { status: 'stopped', exitstatus: 'CT is locked (backup)' }, log: [] }]);
    expect(await connect(failed.url).waitForTask(upid)).toMatchObject({
      ok: true,
      value: { ok: false, exitStatus: 'CT is locked (backup)' },
    });
  });

  test('a missing log file comes as an object, and is no line', async () => {
    const { url } = await playing([
      { status: { status: 'stopped', exitstatus: 'OK' }, log: { n: 1, t: 'unable to open file' } },
    ]);
    expect(await connect(url).waitForTask(upid)).toMatchObject({ ok: true, value: { ok: true, log: [] } });
  });

  test('a task that vanished is an answer', async () => {
    const { url } = await playing([
      { status: { status: 'running' }, log: [] },
      { status: { upid: 'no such task\n' }, log: [], code: 400 },
    ]);
    expect(await connect(url).waitForTask(upid)).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  test('is asked fast at first, then more and more slowly', async () => {
    const askedAt: number[] = [];
    const { url } = await serve((req, res) => {
      if (req.url?.includes('/log')) return json(res, 200, { data: [] });
      askedAt.push(Date.now());
      json(res, 200, { data: askedAt.length < 7 ? { status: 'running' } : { status: 'stopped', exitstatus: 'OK' } });
    });
    expect(await connect(url).waitForTask(upid)).toMatchObject({ ok: true, value: { exitStatus: 'OK' } });
    const pauses = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? at));
    expect(pauses[0]).toBeGreaterThan(150);
    expect(pauses.at(-1)).toBeGreaterThan((pauses[0] ?? 0) * 1.8);
  });

  test('a host that is silent for a while meanwhile is asked again, and the end is heard', async () => {
    let asked = 0;
    const { url } = await serve((req, res) => {
      if (req.url?.includes('/log')) return json(res, 200, { data: lines('TASK OK') });
      asked += 1;
      // More often than one read tries again, and than opens the circuit breaker.
      if (asked > 1 && asked < 9) req.socket.destroy();
      else json(res, 200, { data: asked === 1 ? { status: 'running' } : { status: 'stopped', exitstatus: 'OK' } });
    });
    expect(await connect(url).waitForTask(upid)).toMatchObject({ ok: true, value: { ok: true, log: ['TASK OK'] } });
    expect(asked).toBe(9);
  });

  test('a task that outlasts the waiting is not called ended', async () => {
    const { url } = await playing([{ status: { status: 'running' }, log: [] }]);
    expect(await connect(url).waitForTask(upid, { timeoutMs: 400 })).toMatchObject({
      ok: false,
      error: { kind: 'timeout', sent: true, text: 'the task was still running when the waiting ended' },
    });
  });

  test('what is no task id is not asked for', async () => {
    const { url, seen } = await serve((_req, res) => json(res, 200, { data: 1 }));
    expect(await connect(url).waitForTask('UPID:pve:nonsense')).toMatchObject({ error: { kind: 'invalid' } });
    expect(seen).toEqual([]);
  });
});
