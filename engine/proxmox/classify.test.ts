import { describe, expect, test } from 'vitest';
import { answerJson as json } from '@/engine/proxmox/scripted-proxmox';
import { connect, serve } from '@/engine/proxmox/scripted-session';

describe('refusals become the closed union', () => {
  const cases: [number, string | undefined, unknown, object][] = [
    [
      500,
      undefined,
      { data: null, message: "Configuration file 'nodes/pve/lxc/9.conf' does not exist\n" },
      { kind: 'not-found' },
    ],
    [500, 'CT 101 already running', { data: null }, { kind: 'conflict', text: 'CT 101 already running' }],
    [500, undefined, { data: null, message: 'VM 101 not running\n' }, { kind: 'conflict' }],
    [500, undefined, { message: "CT 101 already exists on node 'pve'\n" }, { kind: 'conflict' }],
    [
      500,
      undefined,
      { message: 'detected modified configuration - file changed by other user? Try again.\n' },
      { kind: 'conflict' },
    ],
    [500, undefined, { message: 'unable to destroy CT 102 - container is running\n' }, { kind: 'conflict' }],
    [500, undefined, { message: 'CT is locked (backup)\n' }, { kind: 'locked', text: 'CT is locked (backup)' }],
    [
      500,
      undefined,
      { message: "can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout\n" },
      { kind: 'locked' },
    ],
    [
      400,
      'Parameter verification failed.',
      { errors: { memory: "type check ('integer') failed\n" } },
      { kind: 'invalid', fields: { memory: "type check ('integer') failed" } },
    ],
    [
      500,
      undefined,
      { message: '400 Parameter verification failed.\nvmid: property is missing\n' },
      { kind: 'invalid', fields: { vmid: 'property is missing' } },
    ],
    [400, undefined, { errors: { upid: 'no such task\n' } }, { kind: 'not-found' }],
    [
      403,
      'Permission check failed (/vms/101, VM.Config.Memory)',
      { data: null },
      { kind: 'forbidden', text: 'Permission check failed (/vms/101, VM.Config.Memory)' },
    ],
    [
      500,
      undefined,
      { message: 'something broke at /usr/share/perl5/PVE/X.pm line 12.\n' },
      { kind: 'refused', status: 500, text: 'something broke' },
    ],
    [501, "Method 'GET /x' not implemented", { data: null }, { kind: 'refused', status: 501 }],
    [200, undefined, { nothing: 1 }, { kind: 'malformed', status: 200 }],
  ];
  test.each(cases)('%i %s %j', async (status, reason, body, expected) => {
    const { url } = await serve((_req, res) => json(res, status, body, reason));
    const proxmox = connect(url);
    expect(await proxmox.get('/x')).toMatchObject({ ok: false, error: expected });
  });

  test('401 has no body: the text is the reason phrase', async () => {
    const { url } = await serve((_req, res) => {
      res.writeHead(401, 'Authentication failed!');
      res.end();
    });
    const proxmox = connect(url);
    expect(await proxmox.get('/x')).toEqual({
      ok: false,
      error: { kind: 'unauthorized', text: 'Authentication failed!' },
    });
  });

  test('garbage is malformed, not a throw', async () => {
    const { url } = await serve((_req, res) => res.end('<html>hello'));
    const proxmox = connect(url);
    expect(await proxmox.get('/x')).toMatchObject({ ok: false, error: { kind: 'malformed', status: 200 } });
  });
});
