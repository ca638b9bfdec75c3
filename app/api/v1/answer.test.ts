import { describe, expect, test } from 'vitest';
import { err, ok } from '@/lib/result';
import { answer, type Caller } from './answer';
import type { Call } from './endpoints';

type Sent = { verb: string; input: unknown };

function caller(result: unknown, over: Partial<Caller> = {}): Caller & { sent: Sent[] } {
  const sent: Sent[] = [];
  const call: Call = async (verb, input) => {
    sent.push({ verb, input });
    return result as Awaited<ReturnType<Call>> as never;
  };
  return { requestId: 'r-1', credential: { kind: 'token', token: 't' }, sameOrigin: true, call, sent, ...over };
}

const ask = (who: Caller, method: string, path: string, body?: string, type = 'application/json') =>
  answer(
    new Request(`http://lab.test/api/v1/${path}`, {
      method,
      ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
    }),
    who,
  );

describe('answer', () => {
  test('joins path and action to the verb’s input, and answers 202 with a location', async () => {
    const who = caller(ok({ id: 5, status: 'running' }));
    const response = await ask(who, 'POST', 'containers/119/actions/restart');
    expect(who.sent).toEqual([{ verb: 'operateContainer', input: { vmid: 119, action: 'restart' } }]);
    expect([response.status, response.headers.get('location')]).toEqual([202, '/api/v1/operations/5']);
    expect(response.headers.get('x-request-id')).toBe('r-1');
  });

  test('creates a change with 201', async () => {
    const who = caller(ok({ id: 41 }));
    const edits = [{ vmid: 107, set: { memoryMiB: 3072 } }];
    const response = await ask(who, 'POST', 'changes', JSON.stringify({ title: 'More memory', edits }));
    expect(who.sent[0]?.input).toEqual({ title: 'More memory', edits });
    expect([response.status, response.headers.get('location')]).toEqual([201, '/api/v1/changes/41']);
  });

  test('refuses bad input field by field, before the engine is asked', async () => {
    const who = caller(ok({}));
    const response = await ask(who, 'POST', 'changes', JSON.stringify({ title: '', edits: [{ vmid: 7 }], colour: 1 }));
    const problem = await response.json();
    expect(response.status).toBe(400);
    expect(problem.errors.map((e: { field: string }) => e.field).sort()).toEqual(['colour', 'edits.0.vmid', 'title']);
    expect(who.sent).toEqual([]);
  });

  test('refuses unknown and repeated query parameters with their names', async () => {
    const who = caller(ok({}));
    const unknown = await (await ask(who, 'GET', 'changes?state=proposed')).json();
    expect(unknown.errors).toEqual([{ field: 'state', given: 'proposed', accepted: 'one of: status, vmid, limit' }]);
    const twice = await (await ask(who, 'GET', 'changes?limit=1&limit=2')).json();
    expect(twice.errors[0]).toMatchObject({ field: 'limit', accepted: 'given once' });
    const bad = await (await ask(who, 'GET', 'changes?status=open,applied')).json();
    expect(bad.errors[0].field).toMatch(/^status/);
    expect(who.sent).toEqual([]);
  });

  test('parses what a query means', async () => {
    const who = caller(ok({ items: [], total: 0 }));
    await ask(who, 'GET', 'changes?status=proposed,approved&vmid=107&limit=5');
    expect(who.sent[0]?.input).toEqual({ status: ['proposed', 'approved'], vmid: 107, limit: 5 });
  });

  test('404, 405 with allow, 415, 413 and broken JSON are problems', async () => {
    const who = caller(ok({}));
    const status = async (response: Promise<Response>) => {
      const { headers, status } = await response;
      expect(headers.get('content-type')).toBe('application/problem+json');
      return status;
    };
    expect(await status(ask(who, 'GET', 'nothing/here'))).toBe(404);
    expect(await status(ask(who, 'GET', 'changes/%E0%A4%A'))).toBe(404);
    expect(await status(ask(who, 'DELETE', 'changes/4'))).toBe(405);
    expect((await ask(who, 'DELETE', 'changes')).headers.get('allow')).toBe('GET, HEAD, POST');
    expect(await status(ask(who, 'POST', 'changes', 'title=x', 'application/x-www-form-urlencoded'))).toBe(415);
    expect(await status(ask(who, 'POST', 'changes', `"${'x'.repeat(1024 * 1024)}"`))).toBe(413);
    expect(await status(ask(who, 'POST', 'changes', '{"title":'))).toBe(400);
    expect(await status(ask(who, 'POST', 'changes/4/replan', '{"force":true}'))).toBe(400);
    expect(who.sent).toEqual([]);
  });

  test('a cookie from another site changes nothing; it may read', async () => {
    const who = caller(ok({ id: 1 }), { credential: { kind: 'session', id: 's' }, sameOrigin: false });
    expect((await ask(who, 'POST', 'containers/119/actions/restart')).status).toBe(403);
    expect(who.sent).toEqual([]);
    expect((await ask(who, 'GET', 'summary')).status).toBe(200);
  });

  test('decodes what stands in the path', async () => {
    const who = caller(ok({ lines: [], status: null }));
    await ask(who, 'GET', `tasks/${encodeURIComponent('UPID:pve:001A:vzreboot:107:root@pam:')}/log`);
    expect(who.sent[0]?.input).toEqual({ upid: 'UPID:pve:001A:vzreboot:107:root@pam:' });
  });

  test('a refusal keeps its status', async () => {
    const who = caller(err({ kind: 'stale-plan', text: 'The plan moved.', planHash: null, moved: [] }));
    const response = await ask(who, 'POST', 'changes/4/approve', JSON.stringify({ planHash: 'a'.repeat(64) }));
    expect([response.status, (await response.json()).moved]).toEqual([409, []]);
  });

  test('drift names the fields that differ, and asks only for containers that have some', async () => {
    const asked: Sent[] = [];
    const row = {
      field: 'swapMiB',
      label: 'swap',
      desired: '1,024 MiB',
      live: '512 MiB',
      pending: null,
      refused: null,
    };
    const call: Call = async (verb, input) => {
      asked.push({ verb, input });
      if (verb === 'listContainers')
        return ok({
          items: [
            { vmid: 107, differences: 1 },
            { vmid: 108, differences: 0 },
          ],
          total: 2,
        }) as never;
      const rows = [
        { ...row, equal: false },
        { ...row, field: 'cores', equal: true },
      ];
      const view = { hostname: 'qbittorrent' };
      return ok({ vmid: 107, view, sync: 'drifted', driftCause: 'No task recorded it.', rows }) as never;
    };
    const answered = await (await ask({ ...caller(null), call }, 'GET', 'drift')).json();
    expect(answered.total).toBe(1);
    expect(answered.items[0]).toMatchObject({ vmid: 107, cause: 'No task recorded it.' });
    expect(answered.items[0].fields.map((f: { field: string }) => f.field)).toEqual(['swapMiB']);
    expect(asked.map((a) => a.verb)).toEqual(['listContainers', 'getContainer']);
  });
});
