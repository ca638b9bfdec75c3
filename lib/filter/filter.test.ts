import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Filterable, matchesFilter, parseFilter, toggleTerm } from '@/lib/filter/filter';

const thing = (over: Partial<Filterable['values']>, text = ''): Filterable => ({
  values: {
    status: [],
    tag: [],
    category: [],
    sync: [],
    bridge: [],
    node: [],
    finding: [],
    vmid: [],
    ...over,
  },
  text,
});
const qbittorrent = thing(
  { status: ['running'], tag: ['torrent', 'vpn'], category: ['media'], sync: ['drifted'], vmid: ['107'] },
  'qbittorrent 107 192.168.0.132 torrent client',
);
const loki = thing({ status: ['stopped'], tag: ['logs'], category: ['monitoring'], sync: ['in sync'] }, 'loki 130');
const finds = (typed: string, what = qbittorrent) => matchesFilter(parseFilter(typed), what);

describe('the filter box', () => {
  it('joins words by and', () => {
    expect(finds('status:running tag:vpn category:media sync:drifted qbit')).toBe(true);
    expect(finds('status:running tag:vpn category:business')).toBe(false);
    expect(finds('qbit 0.132')).toBe(true);
    expect(finds('qbit loki')).toBe(false);
  });
  it('joins the same key by or, and takes a minus for not', () => {
    expect(finds('tag:vpn tag:logs', loki)).toBe(true);
    expect(finds('-tag:vpn', loki)).toBe(true);
    expect(finds('-tag:vpn')).toBe(false);
    expect(finds('-qbit')).toBe(false);
    expect(finds('- qbit')).toBe(false);
  });
  it('matches values from their beginning and in any case', () => {
    expect(finds('STATUS:Run')).toBe(true);
    expect(finds('status:unning')).toBe(false);
    expect(finds('sync:"in sync"', loki)).toBe(true);
    expect(finds('sync:in', loki)).toBe(true);
  });
  it('takes the unknown and the unfinished for what they are', () => {
    expect(parseFilter('colour:red')).toEqual([{ key: null, value: 'colour:red', not: false }]);
    expect(parseFilter('status:')).toEqual([]);
    expect(parseFilter('sync:"in sy')).toEqual([{ key: 'sync', value: 'in sy', not: false }]);
    expect(parseFilter('  ')).toEqual([]);
  });
  it('reads whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        for (const { value } of parseFilter(typed)) expect(value).toBe(value.trim());
        matchesFilter(parseFilter(typed), loki);
      }),
    );
  });
  it('puts a term in and takes it out again', () => {
    expect(toggleTerm('loki', 'tag', 'vpn')).toBe('loki tag:vpn');
    expect(toggleTerm('loki tag:vpn', 'tag', 'vpn')).toBe('loki');
    expect(toggleTerm('', 'sync', 'in sync')).toBe('sync:"in sync"');
    expect(toggleTerm('sync:"in sync" loki', 'sync', 'in sync')).toBe('loki');
  });
});
