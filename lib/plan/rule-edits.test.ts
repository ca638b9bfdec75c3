import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyRuleCall, listText, ruleEdits } from '@/lib/plan/rule-edits';
import type { FirewallRuleSpec } from '@/lib/spec/container';

const rule = (dport: string, over: Partial<FirewallRuleSpec> = {}): FirewallRuleSpec => ({
  type: 'in',
  action: 'ACCEPT',
  enable: true,
  proto: 'tcp',
  dport,
  ...over,
});

test('a rule is changed in place, and put back in place', () => {
  const edits = ruleEdits([rule('80'), rule('443', { comment: 'old' })], [rule('80'), rule('8443')]);
  expect(edits).toHaveLength(1);
  expect(edits[0]?.call).toEqual({
    method: 'PUT',
    path: 'rules/1',
    params: { type: 'in', action: 'ACCEPT', enable: '1', proto: 'tcp', dport: '8443', delete: 'comment' },
  });
  expect(edits[0]?.inverse.params).toMatchObject({ dport: '443', comment: 'old' });
});

test('a rule further down arrives disabled, is moved past its place, then enabled', () => {
  const edits = ruleEdits([rule('80')], [rule('80'), rule('443')]);
  expect(edits.map(({ call }) => [call.method, call.path, call.params.enable ?? call.params.moveto])).toEqual([
    ['POST', 'rules', '0'],
    ['PUT', 'rules/0', '2'],
    ['PUT', 'rules/1', '1'],
  ]);
});

test('what Proxmox normalises is no edit', () => {
  expect(ruleEdits([rule('80', { log: 'nolog', comment: 'a' })], [rule('80', { comment: 'a\nb' })])).toEqual([]);
});

const arbitraryRule = fc.record({
  type: fc.constantFrom('in' as const, 'out' as const, 'group' as const),
  action: fc.constantFrom('ACCEPT', 'DROP'),
  enable: fc.boolean(),
  dport: fc.option(fc.constantFrom('80', '443'), { nil: undefined }),
  comment: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
});
const list = fc.array(arbitraryRule, { maxLength: 6 });

test('any list becomes any other, one call at a time, and back the same way', () => {
  fc.assert(
    fc.property(list, list, (live, want) => {
      const edits = ruleEdits(live, want);
      let now: FirewallRuleSpec[] = live;
      for (const edit of edits) {
        now = applyRuleCall(now, edit.call);
        expect(listText(now)).toBe(listText(edit.after));
      }
      expect(listText(now)).toBe(listText(want));
      for (const edit of edits.toReversed()) now = applyRuleCall(now, edit.inverse);
      expect(listText(now)).toBe(listText(live));
    }),
  );
});

test('no two different rules read the same', () => {
  fc.assert(
    fc.property(arbitraryRule, arbitraryRule, (a, b) => {
      const same = JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
      expect(listText([a]) === listText([b])).toBe(same);
    }),
  );
});
