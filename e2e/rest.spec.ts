import { expect, test } from '@/e2e/lab';

test('a token from the command line opens the REST API', async ({ lab }) => {
  const { body } = await lab.rest('viewer', 'GET', 'containers');
  const { items, total } = body as { items: { vmid: number; hostname: string }[]; total: number };
  expect(total).toBe(30);
  expect(items.find((c) => c.vmid === 107)?.hostname).toBe('qbittorrent');

  const one = await lab.rest('viewer', 'GET', 'containers/107');
  expect(one.body).toMatchObject({
    vmid: 107,
    desired: { hostname: 'qbittorrent', memoryMiB: expect.any(Number) },
    live: { status: 'running', memoryMiB: expect.any(Number), usage: { cpu: expect.any(Number) } },
    sync: expect.any(String),
  });
});

test('a token is kept as a hash: it is not in the database', async ({ lab }) => {
  const { output } = await lab.cli('token', 'create', '--role', 'viewer', '--name', 'looked-for');
  const token = output.trim().split(/\s+/).at(-1) ?? '';
  const { readFile } = await import('node:fs/promises');
  for (const file of ['wheelhouse.db', 'wheelhouse.db-wal'])
    expect((await readFile(`${lab.data}/${file}`)).includes(token), file).toBe(false);
});

test('the description names every route that answers, and is OpenAPI 3.1', async ({ lab }) => {
  const document = await (await fetch(`${lab.url}/api/v1/openapi.json`)).json();
  expect(document.openapi).toMatch(/^3\.1/);
  for (const path of [
    '/summary',
    '/containers/{vmid}',
    '/containers/{vmid}/actions/{action}',
    '/changes/{id}/approve',
    '/live',
  ])
    expect(
      Object.keys(document.paths).some(
        (known) => known.endsWith(path) || known.endsWith(path.replace('{action}', 'restart')),
      ),
      path,
    ).toBe(true);
});

for (const [path, status] of [
  ['containers/12', 400],
  ['containers/999', 404],
  ['containers/abc', 400],
  ['nonsense', 404],
] as const)
  test(`GET ${path} is ${status} with a problem that a person can read`, async ({ lab }) => {
    const answer = await lab.rest('viewer', 'GET', path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, title: expect.any(String) });
  });

test('a wrong field says what was given and what is accepted', async ({ lab }) => {
  const answer = await lab.rest('operator', 'POST', 'changes', {
    title: 'Too small',
    edits: [{ vmid: 119, set: { memoryMiB: 4 } }],
  });
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toMatch(/memoryMiB/);
  expect(JSON.stringify(answer.body)).toMatch(/16/);
});

test('the stream begins with a snapshot, goes on with deltas and resumes', async ({ lab }) => {
  const token = (await lab.cli('token', 'create', '--role', 'viewer', '--name', 'stream')).output
    .trim()
    .split(/\s+/)
    .at(-1);
  const stop = new AbortController();
  const answer = await fetch(`${lab.url}/api/v1/live`, {
    headers: { authorization: `Bearer ${token}` },
    signal: stop.signal,
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  expect(answer.headers.get('cache-control')).toContain('no-transform');
  expect(answer.headers.get('x-accel-buffering')).toBe('no');
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  const until = Date.now() + 30_000;
  while (!/event: delta/.test(text) && Date.now() < until) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  stop.abort();
  expect(text.indexOf('event: snapshot')).toBeGreaterThanOrEqual(0);
  expect(text.indexOf('event: delta')).toBeGreaterThan(text.indexOf('event: snapshot'));
  expect(text).toContain('"ct/107"');
});
