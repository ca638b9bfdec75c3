import { expect, test } from 'vitest';
import { checkPorts, loadPorts } from '@/lib/firewall/ports';

const fits = (text: string, proto = 'tcp', direction: 'source' | 'dest' = 'dest') =>
  checkPorts(text, direction, proto) === null;

test('numbers, ranges, names and lists of them', () => {
  for (const right of [
    '80',
    '80:90',
    '22,80:90,443',
    'ssh',
    'ssh,8080',
    '0:100',
    '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15',
  ])
    expect([right, fits(right)]).toEqual([right, true]);
  const fifteen = '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15';
  for (const wrong of [
    '90:80',
    '65536',
    'http:https',
    'www',
    'imap',
    '80,',
    `${fifteen},16`,
    `${fifteen.slice(2)},20:30`,
    'SSH',
  ])
    expect([wrong, fits(wrong)]).toEqual([wrong, false]);
});

test('an ICMP type is a destination of ICMP alone', () => {
  expect(fits('echo-request', 'icmp')).toBe(true);
  expect(fits('echo-request', 'tcp')).toBe(false);
  expect(fits('echo-request', 'icmp', 'source')).toBe(false);
  expect(fits('echo-request,80', 'icmp')).toBe(false);
});

test('the loader asks for a name with its protocol; one name alone with udp is any', () => {
  expect(loadPorts('ssh,8080:8090', 6)).toEqual({
    ok: true,
    value: [
      [22, 22],
      [8080, 8090],
    ],
  });
  expect(loadPorts('ssh', 17)).toEqual({ ok: true, value: [[22, 22]] });
  expect(loadPorts('ntp', 6).ok).toBe(false);
  expect(loadPorts('ssh,53', 17).ok).toBe(false);
  expect(loadPorts('ssh,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15', 6).ok).toBe(false);
});
