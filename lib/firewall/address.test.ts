import { expect, test } from 'vitest';
import { addressIn, formatAddress, linkLocal, parseAddress, parseCidr } from '@/lib/firewall/address';
import { parseAddresses } from '@/lib/firewall/addresses';

const value = (text: string) => parseAddress(text)?.value;

test('addresses of both families, and what is none', () => {
  expect(value('10.0.0.1')).toBe(0x0a000001n);
  expect(value('::')).toBe(0n);
  expect(value('fe80::1')).toBe((0xfe80n << 112n) | 1n);
  expect(value('FD00:0:0:0:0:0:0:A')).toBe((0xfd00n << 112n) | 10n);
  expect(value('::ffff:10.0.0.1')).toBe(0xffff0a000001n);
  for (const wrong of ['', '10.0.0', '10.0.0.256', '1.2.3.4.5', ':::', '1::2::3', 'fd00:1', 'g::', '1:2:3:4:5:6:7:8:9'])
    expect(parseAddress(wrong)).toBeNull();
});

test('networks, with what is written within them', () => {
  expect(parseCidr('10.0.0.0/24')).toEqual({
    family: 4,
    first: 0x0a000000n,
    last: 0x0a0000ffn,
    prefix: 24,
    hostBits: false,
  });
  expect(parseCidr('10.0.0.5/24')).toMatchObject({ first: 0x0a000000n, hostBits: true });
  expect(parseCidr('10.0.0.5')).toMatchObject({ prefix: 32, hostBits: false });
  expect(parseCidr('0.0.0.0/0')).toMatchObject({ first: 0n, last: 0xffffffffn });
  expect(parseCidr('10.0.0.0/33')).toBeNull();
  expect(addressIn('10.0.0.5/24')?.value).toBe(0x0a000005n);
  expect(addressIn('dhcp')).toBeNull();
});

test('IPv6 is written in its short form, and read again', () => {
  for (const text of ['::', '::1', 'fd00::', 'fd00::1:0:0:1', '1:2:3:4:5:6:7:8', '1::4:5:0:0:8'])
    expect(formatAddress(parseAddress(text) ?? { family: 6, value: -1n })).toBe(text);
  expect(formatAddress(linkLocal('BC:24:11:00:00:01') ?? { family: 6, value: 0n })).toBe('fe80::be24:11ff:fe00:1');
});

test('lists of a rule: one family, ranges alone, networks only', () => {
  expect(parseAddresses('10.0.0.1,10.0.0.2,10.0.0.8/29')).toMatchObject({ ok: true, value: { family: 4 } });
  expect(parseAddresses('10.0.0.5-10.0.0.9')).toMatchObject({ ok: true, value: { set: [[0x0a000005n, 0x0a000009n]] } });
  for (const wrong of ['10.0.0.9-10.0.0.1', '10.0.0.1-10.0.0.5,10.0.0.9', '10.0.0.5/24', '10.0.0.1,', '10.0.0.1-::1'])
    expect(parseAddresses(wrong)).toMatchObject({ ok: false, error: { mixed: false } });
  expect(parseAddresses('10.0.0.1,fd00::1')).toMatchObject({ ok: false, error: { mixed: true } });
});
