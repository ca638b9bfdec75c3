import { describe, expect, it } from 'vitest';
import { freshness, type Link } from '@/components/live/freshness';
import type { SourceView } from '@/lib/live/view';

const source = (state: SourceView['state'], lastAnswerAt: number | null): SourceView => ({
  state,
  lastAnswerAt,
  beats: 3,
  error: null,
  forbidden: [],
  endpoint: '192.168.0.2:8006',
  demo: false,
});
const open: Link = { state: 'open', at: 0 };

describe('freshness', () => {
  it('is live only while Proxmox answers', () => {
    expect(freshness(source('live', 10_000), open, 12_000)).toEqual({ state: 'live' });
    expect(freshness(source('stale', 10_000), open, 12_000)).toMatchObject({ state: 'stale', silent: 'proxmox' });
    expect(freshness(source('live', 10_000), open, 18_001)).toEqual({
      state: 'stale',
      silent: 'proxmox',
      since: 10_000,
    });
    expect(freshness(source('live', null), open, 1)).toMatchObject({ state: 'stale' });
  });
  it('does not blame Proxmox for an engine that hangs', () => {
    expect(freshness(source('live', 10_000), open, 24_000)).toMatchObject({ state: 'stale', silent: 'engine' });
    expect(freshness(source('stale', 10_000), open, 90_000)).toMatchObject({ silent: 'proxmox' });
  });
  it('says who is silent', () => {
    const at = (state: Link['state']) => freshness(source('live', 10_000), { state, at: 0 }, 30_000);
    expect(at('lost')).toMatchObject({ silent: 'web' });
    expect(at('opening')).toMatchObject({ silent: 'web' });
    expect(at('engine-absent')).toMatchObject({ silent: 'engine' });
    expect(at('signed-out')).toMatchObject({ silent: 'account' });
  });
  it('is stale at once when the engine is gone, however young the data', () => {
    expect(freshness(source('live', 10_000), { state: 'engine-absent', at: 0 }, 10_001)).toMatchObject({
      state: 'stale',
    });
  });
  it('starts without claiming anything', () => {
    expect(freshness(undefined, { state: 'opening', at: 0 }, 1)).toEqual({ state: 'starting' });
    expect(freshness(source('starting', null), open, 1)).toEqual({ state: 'starting' });
    expect(freshness(undefined, { state: 'lost', at: 0 }, 1)).toMatchObject({ state: 'stale', silent: 'web' });
  });
});
