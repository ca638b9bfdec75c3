import { expect, it } from 'vitest';
import { headline } from '@/components/overview/headline';
import type { ContainerView, QueueItem } from '@/lib/live/view';

const fleet = (running: number, stopped: number, unreadable = 0) =>
  Array.from({ length: running + stopped }, (_, index) => ({
    status: index < running ? 'running' : 'stopped',
    unreadable: index < unreadable ? 'garbage' : null,
  })) as ContainerView[];
const item = (kind: QueueItem['kind'], title: string, severity: QueueItem['severity'] = 'fault') =>
  ({ id: title, kind, severity, title, evidence: '', vmids: [], changeId: 41, adoptable: false }) satisfies QueueItem;
const said = (...given: Parameters<typeof headline>) =>
  headline(...given)
    .map(({ text }) => text)
    .join(' ');

it('says what runs, what waits and what is wrong', () => {
  const queue = [
    item('approve', 'a'),
    item('approve', 'b'),
    item('finding', 'qbittorrent and prowlarr can leak around the VPN'),
  ];
  expect(said(fleet(29, 1), queue, true)).toBe(
    '29 of 30 running. Two changes wait for you. qbittorrent and prowlarr can leak around the VPN.',
  );
});

it('is short when all is well, and does not ask whom it cannot', () => {
  expect(said(fleet(30, 0), [], true)).toBe('All 30 running.');
  expect(said([], [], true)).toBe('No containers.');
  expect(said(fleet(1, 1), [item('approve', 'a')], false)).toBe('1 of 2 running. One change waits for approval.');
  expect(headline(fleet(1, 0), [item('approve', 'a')], true)[1]?.href).toBe('/changes/41');
});

it('counts further faults, and leaves what is only unsound to the queue', () => {
  const queue = [item('finding', 'a leaks.'), item('finding', 'b leaks'), item('finding', 'c', 'warn')];
  expect(said(fleet(2, 0), queue, true)).toBe('All 2 running. a leaks. 1 more fault.');
  expect(said(fleet(2, 0, 1), [], true)).toBe('All 2 running. One cannot be read.');
});
