import { describe, expect, it } from 'vitest';
import { sameOrigin } from '@/app/origin';

const asked = (headers: Record<string, string>, publicUrl?: string) =>
  sameOrigin(new Headers({ host: '127.0.0.1:3000', ...headers }), publicUrl);

describe('where a request comes from', () => {
  it('takes the word of the browser, and compares the origin with the host', () => {
    expect(asked({ 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:3000' })).toBe(true);
    expect(asked({ 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(asked({ origin: 'http://127.0.0.1:3000' })).toBe(true);
    expect(asked({ origin: 'https://lab.example' }, 'https://lab.example/')).toBe(true);
  });
  it('refuses another site, another port, and one who says nothing', () => {
    expect(asked({ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:3000' })).toBe(false);
    expect(asked({ 'sec-fetch-site': 'same-site' })).toBe(false);
    expect(asked({ 'sec-fetch-site': 'none' })).toBe(false);
    expect(asked({ origin: 'http://127.0.0.1:3001' })).toBe(false);
    expect(asked({ origin: 'null' })).toBe(false);
    expect(asked({})).toBe(false);
  });
});
