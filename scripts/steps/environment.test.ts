import { expect, test } from 'vitest';
import { engineEnvironment, publicUrl, reachable, webEnvironment } from './environment.mjs';

const settings = {
  env: {
    PATH: '/bin',
    PROXMOX_URL: 'https://pve:8006',
    PROXMOX_TOKEN_SECRET: 'token-secret',
    PROXMOX_TOKEN_SECRET_FILE: '/run/secret',
    GIT_SSH_KEY: 'git-secret',
    NEXTAUTH_SECRET: 'session-secret',
  },
  data: '/data',
  host: '127.0.0.1',
  port: 3000,
  url: 'http://127.0.0.1:3000',
  demo: false,
  sessionKey: 'session-secret',
};

test('the web is told no secret but its own', () => {
  const web = JSON.stringify(webEnvironment(settings));
  expect(web).toContain('session-secret');
  expect(web).not.toMatch(/token-secret|git-secret|PROXMOX|run\/secret/);
});

test('the engine is told of Proxmox, and not the key of the sessions', () => {
  const engine = JSON.stringify(engineEnvironment(settings, null));
  expect(engine).toContain('token-secret');
  expect(engine).not.toContain('session-secret');
});

test('in the demo the engine asks the simulator', () => {
  const simulator = { url: 'https://127.0.0.1:9', tokenId: 'a@pve!b', tokenSecret: 's', fingerprint: 'AA:BB' };
  const engine = engineEnvironment({ ...settings, env: {}, demo: true }, simulator);
  expect(engine).toMatchObject({
    PROXMOX_URL: 'https://127.0.0.1:9',
    PROXMOX_FINGERPRINT: 'AA:BB',
    WHEELHOUSE_DEMO: '1',
  });
});

test('the address that people open', () => {
  expect(publicUrl({}, '0.0.0.0', 3000)).toBe('http://127.0.0.1:3000');
  expect(publicUrl({ PUBLIC_URL: 'https://lab.example/' }, '0.0.0.0', 3000)).toBe('https://lab.example');
  expect(reachable('::1')).toBe('[::1]');
});
