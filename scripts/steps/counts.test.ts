import { expect, test } from 'vitest';
import { playwrightCounts, vitestCounts } from './counts.mjs';

const unit = (passed: number, failed: number, files: object[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: files,
});

test('tests are counted', () => {
  expect(vitestCounts(unit(10, 2), 1)).toEqual({ passed: 10, failed: 2 });
  const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 0 }, errors: [] };
  expect(playwrightCounts(report, 1)).toEqual({ passed: 7, failed: 2 });
});

test('a file that cannot be loaded is a failed test', () => {
  const files = [{ status: 'failed', assertionResults: [] }];
  expect(vitestCounts(unit(10, 0, files), 1)).toEqual({ passed: 10, failed: 1 });
});

test('a runner that failed without a failed test has failed', () => {
  expect(vitestCounts(unit(10, 0), 1)).toEqual({ passed: 10, failed: 1 });
  expect(vitestCounts(unit(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
  const nothing = { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{ message: 'no server' }] };
  expect(playwrightCounts(nothing, 1)).toEqual({ passed: 0, failed: 1 });
});
