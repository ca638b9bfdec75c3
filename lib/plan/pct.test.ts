import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellQuote } from '@/lib/plan/pct';

test('plain words stay as they are, the rest is quoted', () => {
  expect(shellQuote('/vault/data,mp=/data')).toBe('/vault/data,mp=/data');
  expect(shellQuote("it's; rm -rf $HOME")).toBe("'it'\\''s; rm -rf $HOME'");
  expect(shellQuote('')).toBe("''");
});

test('a shell reads back every word', () => {
  const words = fc.sample(
    fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
    200,
  );
  const script = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`;
  expect(execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1)).toEqual(
    words.map((word) => Buffer.from(word).toString()),
  );
});
