import { afterEach, expect, test, vi } from 'vitest';
import { createLiveMap, type LiveMap, type LiveSink } from '@/engine/live/live-map';
import { liveDeltaSchema } from '@/lib/live/view';

const maps: LiveMap[] = [];
afterEach(() => {
  for (const map of maps.splice(0)) map.close();
  vi.useRealTimers();
});
const create = () => {
  const map = createLiveMap();
  maps.push(map);
  return map;
};

const gather = (answer?: boolean): LiveSink & { frames: Buffer[] } => {
  const frames: Buffer[] = [];
  return {
    frames,
    write(frame) {
      frames.push(frame);
      return answer;
    },
  };
};

const events = (frames: Buffer[]) =>
  Buffer.concat(frames)
    .toString()
    .split('\n\n')
    .filter((text) => text !== '')
    .map((text) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
      return { event: field('event'), id: Number(field('id')), data: JSON.parse(field('data')) as unknown };
    });

test('a new sink gets the whole, then what changes, deleted keys included', () => {
  const map = create();
  map.apply(
    new Map<string, unknown>([
      ['a', { n: 1 }],
      ['b', 'two\nlines'],
    ]),
  );
  const sink = gather();
  map.subscribe(sink, null);
  map.apply(
    new Map<string, unknown>([
      ['a', { n: 2 }],
      ['c', [3]],
    ]),
  );
  const [first, second, ...none] = events(sink.frames);
  expect(none).toEqual([]);
  expect(first).toMatchObject({ event: 'snapshot', data: { set: { a: { n: 1 }, b: 'two\nlines' }, del: [] } });
  expect(second).toMatchObject({ event: 'delta', data: { set: { a: { n: 2 }, c: [3] }, del: ['b'] } });
  expect(second?.id).toBe((first?.id ?? 0) + 1);
  expect(liveDeltaSchema.safeParse(second?.data).success).toBe(true);
  expect(map.get('c')).toEqual([3]);
  expect(map.get('b')).toBeUndefined();
});

test('every sink gets the same buffer, and the snapshot of a version is encoded once', () => {
  const map = create();
  map.apply(new Map([['a', 1]]));
  const sinks = Array.from({ length: 50 }, () => gather());
  for (const sink of sinks) map.subscribe(sink, null);
  map.apply(new Map([['a', 2]]));
  for (const sink of sinks) {
    expect(sink.frames[0]).toBe(sinks[0]?.frames[0]);
    expect(sink.frames[1]).toBe(sinks[0]?.frames[1]);
    expect(sink.frames).toHaveLength(2);
  }
});

test('equal values make no delta, whoever made the objects', () => {
  const map = create();
  map.apply(new Map([['a', { x: [1, 2] }]]));
  const version = map.version();
  const sink = gather();
  map.subscribe(sink, version);
  map.apply(new Map([['a', { x: [1, 2] }]]));
  expect(map.version()).toBe(version);
  expect(sink.frames).toEqual([]);
});

test('a sink that was away gets what it missed', () => {
  const map = create();
  map.apply(new Map([['a', 1]]));
  const seen = map.version();
  map.apply(new Map([['a', 2]]));
  map.apply(
    new Map([
      ['a', 2],
      ['b', 1],
    ]),
  );
  const sink = gather();
  map.subscribe(sink, seen);
  expect(events(sink.frames).map((e) => [e.event, e.id])).toEqual([
    ['delta', seen + 1],
    ['delta', seen + 2],
  ]);
});

test('one that was away too long, or knows another process, gets the whole', () => {
  const map = create();
  map.apply(new Map([['n', -1]]));
  const seen = map.version();
  for (let n = 0; n < 600; n += 1) map.apply(new Map([['n', n]]));
  for (const id of [seen, map.version() + 1, 1]) {
    const sink = gather();
    map.subscribe(sink, id);
    expect(events(sink.frames)).toMatchObject([{ event: 'snapshot', id: map.version(), data: { set: { n: 599 } } }]);
  }
});

test('a sink that cannot keep up is dropped, the others go on', () => {
  const map = create();
  map.apply(new Map([['a', 1]]));
  const slow = gather(false);
  const quick = gather();
  map.subscribe(slow, map.version());
  map.subscribe(quick, map.version());
  map.apply(new Map([['a', 2]]));
  map.apply(new Map([['a', 3]]));
  expect(slow.frames).toHaveLength(1);
  expect(quick.frames).toHaveLength(2);
});

test('a quiet stream shows a sign of life within 15 s, and an unsubscribed one none', () => {
  vi.useFakeTimers();
  const map = create();
  const sink = gather();
  const leave = map.subscribe(sink, map.version());
  vi.advanceTimersByTime(15_000);
  expect(events(sink.frames)).toMatchObject([{ event: 'beat', data: { version: map.version() } }]);
  leave();
  vi.advanceTimersByTime(60_000);
  expect(sink.frames).toHaveLength(1);
});
