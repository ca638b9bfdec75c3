import { describe, expect, it } from 'vitest';
import { bytesText, formatBytes, formatGiB, formatMBps, formatMbit, formatMiB, formatUsedOf } from '@/lib/format/bytes';
import { formatAbout, formatAge, formatSpan, formatTook, spanParts } from '@/lib/format/duration';
import { counted, countWord, formatNumber } from '@/lib/format/number';
import { formatCpu, formatPercent } from '@/lib/format/percent';
import {
  formatBrief,
  formatClock,
  formatClockSeconds,
  formatExact,
  formatJournalTime,
  formatTime,
  formatToday,
} from '@/lib/format/time';

const GiB = 1024 ** 3;
const MiB = 1024 ** 2;

describe('numbers', () => {
  it('groups thousands and never writes a negative zero', () => {
    expect(formatNumber(3072)).toBe('3,072');
    expect(formatNumber(1234567.891, 2)).toBe('1,234,567.89');
    expect(formatNumber(-4200)).toBe('-4,200');
    expect(formatNumber(-0.01, 1)).toBe('0.0');
    expect(formatNumber(0, 1)).toBe('0.0');
  });
  it('opens a sentence with a word up to nine', () => {
    expect(countWord(2)).toBe('Two');
    expect(countWord(2, false)).toBe('two');
    expect(countWord(12)).toBe('12');
    expect(counted(1, 'drift')).toBe('1 drift');
    expect(counted(0, 'finding')).toBe('0 findings');
  });
});

describe('memory and disks', () => {
  it('is MiB below 1 GiB, two decimals under 10, one above', () => {
    expect(bytesText(512 * MiB)).toBe('512 MiB');
    expect(bytesText(1.31 * GiB)).toBe('1.31 GiB');
    expect(bytesText(19.52 * GiB)).toBe('19.5 GiB');
    expect(bytesText(9.996 * GiB)).toBe('10.0 GiB');
    expect(bytesText(2 * GiB)).toBe('2 GiB');
    expect(bytesText(900)).toBe('1 KiB');
    expect(bytesText(0)).toBe('0 MiB');
    expect(bytesText(1.81 * 1024 * GiB)).toBe('1.81 TiB');
  });
  it('keeps exact quarters', () => {
    expect(formatGiB(35.25 * GiB)).toBe('35.25');
    expect(formatGiB(44.75 * GiB)).toBe('44.75');
    expect(formatGiB(19.5 * GiB)).toBe('19.5');
    expect(formatGiB(31 * GiB)).toBe('31');
  });
  it('says MiB as Proxmox does in its own field', () => {
    expect(formatMiB(2048)).toEqual({ value: '2,048', unit: 'MiB' });
    expect(formatBytes(2048 * MiB)).toEqual({ value: '2', unit: 'GiB' });
  });
  it('leaves a disk sold in TB in TB, and uses the unit of the whole for the part', () => {
    expect(formatUsedOf(6.8e12, 10e12)).toEqual({ used: '6.8', total: '10', unit: 'TB' });
    expect(formatUsedOf(1.1 * 1024 * GiB, 1.81 * 1024 * GiB)).toEqual({ used: '1.10', total: '1.81', unit: 'TiB' });
    expect(formatUsedOf(92 * GiB, 340 * GiB)).toEqual({ used: '92', total: '340', unit: 'GiB' });
    expect(formatUsedOf(0, 2e12)).toEqual({ used: '0', total: '2', unit: 'TB' });
    expect(formatUsedOf(1.2 * GiB, 4 * GiB)).toEqual({ used: '1.20', total: '4', unit: 'GiB' });
  });
});

describe('rates and percent', () => {
  it('is decimal Mbit/s, one decimal, none from 100', () => {
    expect(formatMbit(47.9e6 / 8)).toBe('47.9');
    expect(formatMbit(120.4e6 / 8)).toBe('120');
    expect(formatMbit(0)).toBe('0.0');
    expect(formatMBps(5.1e6)).toBe('5.1');
  });
  it('does not clip at 100 %', () => {
    expect(formatPercent(1.14)).toBe('114');
    expect(formatCpu(0.024)).toBe('2.4');
    expect(formatCpu(1)).toBe('100');
  });
});

describe('spans', () => {
  it('has one unit, and two from a day on', () => {
    expect(formatAge(2_900)).toBe('2 s');
    expect(formatAge(4 * 60_000)).toBe('4 min');
    expect(formatAge(3 * 3_600_000)).toBe('3 h');
    expect(formatAge((9 * 24 + 4) * 3_600_000)).toBe('9 d 4 h');
    expect(formatAge(-5)).toBe('0 s');
    expect(spanParts((41 * 24 + 6) * 3_600_000)).toEqual([
      { value: '41', unit: 'd' },
      { value: '6', unit: 'h' },
    ]);
  });
  it('tells how long a thing took or takes', () => {
    expect(formatSpan(19 * 3_600_000 + 29 * 60_000)).toBe('19 h 29 min');
    expect(formatTook(6_240)).toBe('6.2 s');
    expect(formatTook(100_000)).toBe('1 min 40 s');
    expect(formatAbout(12)).toBe('about 12 s');
    expect(formatAbout(120)).toBe('about 2 min');
  });
});

describe('points in time', () => {
  const at = Date.UTC(2025, 10, 22, 21, 41, 7, 45);
  const zone = 'Europe/Berlin';
  it('is short today, dated otherwise', () => {
    expect(formatClock(at, zone)).toBe('22:41');
    expect(formatTime(at, at + 60_000, zone)).toBe('22:41');
    expect(formatTime(at - 2 * 86_400_000, at, zone)).toBe('20 Nov 22:41');
    expect(formatBrief(at, at, zone)).toBe('22:41');
    expect(formatBrief(at - 2 * 86_400_000, at, zone)).toBe('20 Nov');
    expect(formatTime(at - 400 * 86_400_000, at, zone)).toBe('18 Oct 2024 23:41');
  });
  it('is exact where it must be', () => {
    expect(formatClockSeconds(at, 'UTC')).toBe('21:41:07');
    expect(formatJournalTime(at, zone)).toBe('22:41:07.045');
    expect(formatExact(at, zone)).toBe('22 Nov 2025 22:41:07');
    expect(formatToday(at + 86_400_000, zone)).toBe('Sunday 23 November, 22:41');
    expect(formatClock(Date.UTC(2025, 0, 1, 0, 5), 'UTC')).toBe('00:05');
  });
});
