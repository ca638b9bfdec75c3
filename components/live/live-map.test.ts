import { describe, expect, it, vi } from 'vitest';
import { LiveMap } from '@/components/live/live-map';

const two = () => new LiveMap({ 'ct/107': { status: 'running' }, 'ct/108': { status: 'running' }, queue: [] }, 4);

describe('the live map of a browser', () => {
  it('calls only those whose value changed', () => {
    const map = two();
    const [on107, on108, onAny] = [vi.fn(), vi.fn(), vi.fn()];
    map.subscribe('ct/107', on107);
    map.subscribe('ct/108', on108);
    map.subscribe('ct/*', onAny);
    map.apply({ version: 5, set: { 'ct/107': { status: 'stopped' }, 'ct/108': { status: 'running' } }, del: [] });
    expect(on107).toHaveBeenCalledTimes(1);
    expect(on108).not.toHaveBeenCalled();
    expect(onAny).toHaveBeenCalledTimes(1);
    expect(map.version).toBe(5);
  });

  it('keeps the identity of a value that is equal', () => {
    const map = two();
    const before = map.get('ct/107');
    const list = map.list('ct');
    map.replace(9, { 'ct/107': { status: 'running' }, 'ct/108': { status: 'running' }, queue: [] });
    expect(map.get('ct/107')).toBe(before);
    expect(map.list('ct')).toBe(list);
  });

  it('forgets what a snapshot does not have, but not what is its own', () => {
    const map = two();
    const gone = vi.fn();
    map.set('@fresh', { state: 'live' });
    map.subscribe('ct/108', gone);
    map.replace(9, { 'ct/107': { status: 'running' } });
    expect(map.get('ct/108')).toBeUndefined();
    expect(gone).toHaveBeenCalledTimes(1);
    expect(map.get('@fresh')).toEqual({ state: 'live' });
    expect(Object.keys(map.snapshot())).toEqual(['ct/107']);
  });

  it('lists a kind by number, and anew when one of it changed', () => {
    const map = new LiveMap({ 'ct/1000': 'c', 'ct/99': 'a', 'ct/107': 'b', 'use/99': 0 });
    expect(map.list('ct')).toEqual(['a', 'b', 'c']);
    map.apply({ version: 1, set: { 'use/99': 1 }, del: [] });
    const same = map.list('ct');
    map.apply({ version: 2, set: { 'ct/99': 'A' }, del: [] });
    expect(map.list('ct')).not.toBe(same);
    expect(map.list('ct')).toEqual(['A', 'b', 'c']);
    map.apply({ version: 3, set: {}, del: ['ct/107'] });
    expect(map.list('ct')).toEqual(['A', 'c']);
  });

  it('stops calling one who left', () => {
    const map = two();
    const listener = vi.fn();
    map.subscribe('queue', listener)();
    map.apply({ version: 5, set: { queue: [1] }, del: [] });
    expect(listener).not.toHaveBeenCalled();
  });
});
