import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnvironment } from '@/engine/environment';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-env-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const good = {
  PROXMOX_URL: 'https://192.168.0.10:8006',
  PROXMOX_TOKEN_ID: 'wheelhouse@pve!engine',
  PROXMOX_TOKEN_SECRET: 'aaaa-bbbb',
};

test('reads the settings, and the rest have defaults below the data directory', () => {
  const read = readEnvironment({ ...good, LOG_LEVEL: '', WHEELHOUSE_DEMO: '1' }, '/srv/wheelhouse');
  expect(read).toMatchObject({
    ok: true,
    value: {
      dataDir: '/srv/wheelhouse/data',
      socketPath: '/srv/wheelhouse/data/engine.sock',
      labPath: '/srv/wheelhouse/lab/lab.json',
      demo: true,
      logLevel: 'info',
    },
  });
  expect(JSON.stringify(read)).not.toContain('aaaa-bbbb');
});

test('a secret may come from a file', () => {
  const file = path.join(dir, 'secret');
  writeFileSync(file, 'from-the-file\n');
  const { PROXMOX_TOKEN_SECRET: _, ...rest } = good;
  const read = readEnvironment({ ...rest, PROXMOX_TOKEN_SECRET_FILE: file }, '/srv');
  expect(read.ok && read.value.proxmox.tokenSecret.reveal()).toBe('from-the-file');
});

test('each wrong variable gets a sentence with what was given and what is accepted, never a secret', () => {
  const read = readEnvironment(
    {
      PROXMOX_URL: 'http://pve:8006',
      PROXMOX_TOKEN_ID: 'root',
      PROXMOX_TOKEN_SECRET: 'two words',
      PROXMOX_FINGERPRINT: 'AB:CD',
      PROXMOX_CA: path.join(dir, 'missing.pem'),
      LOG_LEVEL: 'loud',
    },
    '/srv',
  );
  expect(read.ok ? [] : read.error).toEqual([
    'LOG_LEVEL: given loud; accepted is debug, info, warn or error.',
    'PROXMOX_URL: given http://pve:8006; accepted is an address like https://192.168.0.10:8006.',
    'PROXMOX_TOKEN_ID: given root; accepted is user@realm!name, like wheelhouse@pve!engine.',
    'PROXMOX_TOKEN_SECRET: given ***; accepted is the secret of the token, without blanks.',
    'PROXMOX_FINGERPRINT: given AB:CD; accepted is a SHA-256 fingerprint: 32 pairs of hex digits.',
    expect.stringMatching(/^PROXMOX_CA: given .*missing.pem \(ENOENT\); accepted is a CA certificate in PEM/),
  ]);
});

test('a secret in the wrong place is not repeated', () => {
  const read = readEnvironment(
    {
      ...good,
      PROXMOX_TOKEN_ID: 'PVEAPIToken=wheelhouse@pve!engine=dead-beef',
      PROXMOX_URL: 'http://root:dead-beef@pve:8006',
      PROXMOX_CA: '-----BEGIN PRIVATE KEY-----\ndead-beef',
    },
    '/srv',
  );
  expect(read.ok ? [] : read.error).toHaveLength(3);
  expect(JSON.stringify(read)).not.toContain('dead-beef');
  const whole = readEnvironment({ ...good, PROXMOX_TOKEN_ID: 'wheelhouse@pve!engine=dead-beef' }, '/srv');
  expect(whole.ok ? '' : whole.error[0]).toContain('given wheelhouse@pve!engine=***');
});

test('an empty environment says what is needed', () => {
  const read = readEnvironment({}, '/srv');
  expect(read.ok ? [] : read.error).toEqual([
    'PROXMOX_URL: given nothing; accepted is an address like https://192.168.0.10:8006.',
    'PROXMOX_TOKEN_ID: given nothing; accepted is user@realm!name, like wheelhouse@pve!engine.',
    expect.stringMatching(
      /^PROXMOX_TOKEN_SECRET: given nothing; accepted is the secret of the token, or PROXMOX_TOKEN_SECRET_FILE/,
    ),
  ]);
});
