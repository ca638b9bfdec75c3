import { expect, test } from 'vitest';
import { nextEvent, parseCalendarEvent } from '@/simulator/lxc/calendar';

/** Monday. */
const monday = Date.UTC(2026, 10, 23, 8, 10, 30) / 1000;
const at = (text: string) => {
  const next = nextEvent(text, monday);
  return next === null ? null : new Date(next * 1000).toISOString().slice(0, 16);
};

test.each([
  ['sat 02:30', '2026-11-28T02:30'],
  ['mon..fri 21:00', '2026-11-23T21:00'],
  ['fri..mon 01:00', '2026-11-27T01:00'],
  ['21:00', '2026-11-23T21:00'],
  ['*:0/15', '2026-11-23T08:15'],
  ['*/2:00', '2026-11-23T10:00'],
  ['daily', '2026-11-24T00:00'],
  ['hourly', '2026-11-23T09:00'],
  ['*-*-1 04:00', '2026-12-01T04:00'],
  ['sun,wed 12:05', '2026-11-25T12:05'],
  ['mon', '2026-11-30T00:00'],
])('%s comes next at %s', (text, expected) => {
  expect(at(text)).toBe(expected);
});

test.each(['nonsense', '', '25:00', 'mon 99', 'sat 02:30 x', '1..0:00', '*:0/0'])('%j is none', (text) => {
  expect(parseCalendarEvent(text)).toBeNull();
});
