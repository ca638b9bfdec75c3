import { expect, it } from 'vitest';
import { latestOfEach } from '@/components/history/latest';
import type { Activity } from '@/lib/live/view';

const item = (id: string, changeId: number | null) => ({ id, changeId }) as Activity;

it('keeps the newest line of each change, and everything that is about none', () => {
  const items = [
    item('applied', 2),
    item('restart', null),
    item('approved', 2),
    item('proposed', 1),
    item('start', null),
  ];
  expect(latestOfEach(items).map(({ id }) => id)).toEqual(['applied', 'restart', 'proposed', 'start']);
});
