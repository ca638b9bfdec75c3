import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '@/lib/plan/canonical';

test('keys are sorted at every depth, lists are not, undefined is left out', () => {
  expect(canonicalJson({ b: [2, 1], a: { d: undefined, c: 'ü' } })).toBe('{"a":{"c":"ü"},"b":[2,1]}');
});

test('any order of keys gives the same text, and the text is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('what JSON has no word for is a bug, not null', () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow('NaN');
  expect(() => canonicalJson(new Map())).toThrow();
});
