import { expect, test } from 'vitest';
import { type Refusal, refusalSchema, statusOfRefusal } from '@/lib/refusal';
import { problemOf, problemResponse } from './problem';

const at = { instance: '/api/v1/changes/7/approve', requestId: 'r-1' };

test('a stale plan is 409 and keeps what moved and the new hash', () => {
  const moved = [
    { vmid: 107, hostname: 'qbittorrent', field: 'swapMiB', label: 'swap', planned: '1,024 MiB', now: '512 MiB' },
  ];
  const problem = problemOf({ kind: 'stale-plan', text: 'The plan moved.', planHash: 'a'.repeat(64), moved }, at);
  expect(problem).toEqual({
    type: 'urn:wheelhouse:problem:stale-plan',
    title: 'The plan is stale',
    status: 409,
    detail: 'The plan moved.',
    ...at,
    planHash: 'a'.repeat(64),
    moved,
  });
});

test('invalid input names its fields under errors', () => {
  const fields = [{ field: 'edits.0.set.memoryMiB', given: '-1', accepted: 'at least 16' }];
  const problem = problemOf({ kind: 'invalid', text: 'Not accepted.', fields }, at);
  expect(problem).toMatchObject({ status: 400, errors: fields });
  expect(problem).not.toHaveProperty('fields');
});

test('every refusal has a title and its own status', () => {
  for (const option of refusalSchema.options) {
    const kind = option.shape.kind.value;
    const problem = problemOf({ kind, text: 'because' } as Refusal, at);
    expect(problem.title, kind).toBeTruthy();
    expect(problem.status, kind).toBe(statusOfRefusal[kind]);
  }
});

test('the headers that HTTP asks for', async () => {
  const later = problemResponse({ kind: 'too-many', text: 'Slow down.', retryAfterSeconds: 2.2 }, at);
  expect(later.headers.get('retry-after')).toBe('3');
  expect(later.headers.get('content-type')).toBe('application/problem+json');
  expect(later.headers.get('x-request-id')).toBe('r-1');
  expect(problemResponse({ kind: 'unauthenticated', text: 'Sign in.' }, at).headers.get('www-authenticate')).toMatch(
    /^Bearer/,
  );
  const method = problemResponse({ kind: 'method-not-allowed', text: 'No.', allow: ['GET', 'HEAD'] }, at);
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
