import { expect, it } from 'vitest';
import { demoOffered } from '@/app/sign-in/demo-offered';

const demo = { WHEELHOUSE_DEMO: '1', HOST: '127.0.0.1' };
const local = { host: '127.0.0.1:3000', 'x-forwarded-for': '::ffff:127.0.0.1', 'x-forwarded-host': '127.0.0.1:3000' };
const offered = (env: Record<string, string | undefined>, headers: Record<string, string>) =>
  demoOffered(env, new Headers(headers));

it('is offered on this machine in the demo', () => {
  expect(offered(demo, local)).toBe(true);
  expect(offered(demo, { host: 'localhost:3000' })).toBe(true);
  expect(offered({ WHEELHOUSE_DEMO: '1', HOST: '::1' }, { host: '[::1]:3000', 'x-forwarded-for': '::1' })).toBe(true);
});

it.each([
  ['no demo', { HOST: '127.0.0.1' }, local],
  ['listening to the network', { WHEELHOUSE_DEMO: '1', HOST: '0.0.0.0' }, local],
  ['asked for by another name', demo, { host: 'lab.example:3000' }],
  ['a name that only begins like loopback', demo, { host: '127.0.0.1.example' }],
  ['a proxy on this machine', demo, { ...local, 'x-forwarded-for': '192.168.0.20' }],
  ['a proxy that renames the host', demo, { ...local, 'x-forwarded-host': 'lab.example' }],
  ['a proxy that says so', demo, { ...local, forwarded: 'for=127.0.0.1' }],
  ['a proxy by nginx habit', demo, { ...local, 'x-real-ip': '127.0.0.1' }],
  ['no host', demo, {}],
])('is not offered with %s', (_why, env, headers) => {
  expect(offered(env, headers as Record<string, string>)).toBe(false);
});
