import { expect, test } from 'vitest';
import { createBreaker } from '@/engine/proxmox/breaker';

function breaker() {
  const clock = { now: 0 };
  return { clock, breaker: createBreaker({ name: 'pve', now: () => clock.now, threshold: 3, firstMs: 1000 }) };
}

test('silences that are not in a row open nothing', () => {
  const { breaker: one } = breaker();
  for (let i = 0; i < 10; i += 1) {
    one.silent('no answer');
    one.silent('no answer');
    one.heard();
  }
  expect(one.refusal('read')).toBeNull();
});

test('three in a row open it for reads and writes, with the reason and when it is asked again', () => {
  const { breaker: one } = breaker();
  for (let i = 0; i < 3; i += 1) one.silent('nothing listens at pve:8006');
  for (const kind of ['read', 'write'] as const)
    expect(one.refusal(kind)).toBe(
      'nothing listens at pve:8006; pve was silent 3 times in a row and is asked again in 1 s',
    );
});

test('half open lets one read try, and nobody else until it is back', () => {
  const { breaker: one, clock } = breaker();
  for (let i = 0; i < 3; i += 1) one.silent('no answer');
  clock.now = 1000;
  expect(one.refusal('read')).toBeNull();
  expect(one.refusal('read')).toContain('asked again now');
  expect(one.refusal('write')).not.toBeNull();
  one.heard();
  expect(one.refusal('write')).toBeNull();
  expect(one.refusal('read')).toBeNull();
});

test('a try in vain doubles the pause, up to a limit', () => {
  const { breaker: one, clock } = breaker();
  for (let i = 0; i < 3; i += 1) one.silent('no answer');
  for (const pause of [1000, 2000, 4000, 5000, 5000]) {
    clock.now += pause - 1;
    expect(one.refusal('read')).not.toBeNull();
    clock.now += 1;
    expect(one.refusal('read')).toBeNull();
    one.silent('no answer');
  }
});

test('a try that was given up leaves the next one its turn', () => {
  const { breaker: one, clock } = breaker();
  for (let i = 0; i < 3; i += 1) one.silent('no answer');
  clock.now = 1000;
  expect(one.refusal('read')).toBeNull();
  one.forgotten();
  expect(one.refusal('read')).toBeNull();
});
