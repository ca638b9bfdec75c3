import { expect, test } from 'vitest';
import { reasonsAgainst, roleAgainst, type Standing } from './reasons';

const clear: Standing = {
  role: 'admin',
  status: 'proposed',
  stale: false,
  moved: 0,
  held: [],
  host: null,
  blocked: false,
};

test('nothing against it: the button is on', () => {
  expect(reasonsAgainst('approveChange', clear)).toEqual([]);
});

test('each thing that stands against it is said', () => {
  const reasons = (over: Partial<Standing>) => reasonsAgainst('approveChange', { ...clear, ...over }).join(' ');
  expect(reasons({ role: 'operator' })).toMatch(/an operator.*an admin/);
  expect(reasons({ stale: true })).toMatch(/stale/);
  expect(reasons({ moved: 2 })).toMatch(/void/);
  expect(reasons({ held: [{ hostname: 'glance', by: 'restart by admin' }] })).toMatch(/glance is held/);
  expect(reasons({ host: 'pct set 107 --features nesting=1' })).toMatch(/pct set 107/);
  expect(reasons({ blocked: true })).toMatch(/notes/);
});

test('a role that may not is told so', () => {
  expect(roleAgainst('viewer', 'rejectChange')).toMatch(/viewer/);
  expect(roleAgainst('operator', 'rejectChange')).toBeNull();
});
