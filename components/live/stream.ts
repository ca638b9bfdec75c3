/**
 * Keeps the live map true by the engine's stream. One tab of a browser holds the stream (a Web Lock says which) and
 * tells the others over a channel; a tab that hears nothing from it, because the system put it to sleep, takes the
 * lock over. Without locks (a page that is not served securely) each tab has its own stream.
 */
import { learnSkew, serverNow } from '@/components/live/clock';
import { freshness, type Link } from '@/components/live/freshness';
import type { Entries, LiveMap } from '@/components/live/live-map';

const url = '/api/v1/live';
const lockName = 'wheelhouse-live';
const pingEveryMs = 3_000;
const leaderSilentMs = 10_000;
const retryMs = 2_000;

type Frame =
  | { kind: 'snapshot'; version: number; at: number; entries: Entries }
  | { kind: 'delta'; version: number; at: number; set: Entries; del: string[] }
  | { kind: 'link'; link: Link };
type Told = Frame | { kind: 'hello' } | { kind: 'ping' };

/** Follows the stream until the returned function is called. `@link` begins as the server found the engine. */
export function followLive(map: LiveMap): () => void {
  const receive = (frame: Frame) => take(map, frame);
  const judge = () => judgeFreshness(map);
  const unsubscribe = [map.subscribe('source', judge), map.subscribe('@link', judge)];
  const timer = setInterval(judge, 1000);
  judge();
  const stop =
    'locks' in navigator && 'BroadcastChannel' in globalThis ? shareStream(map, receive) : openStream(map, receive);
  return () => {
    stop();
    clearInterval(timer);
    for (const off of unsubscribe) off();
  };
}

function judgeFreshness(map: LiveMap): void {
  const link = map.get('@link') as Link;
  const source = map.get('source') as Parameters<typeof freshness>[0];
  map.set('@fresh', freshness(source, link, serverNow()));
}

function take(map: LiveMap, frame: Frame): void {
  if (frame.kind === 'link') {
    map.set('@link', frame.link);
    return;
  }
  learnSkew(frame.at);
  if (frame.kind === 'snapshot') map.replace(frame.version, frame.entries);
  else map.apply(frame);
}

/** This tab's own stream. The browser reconnects by itself; only a refused one must be tried again by hand. */
function openStream(map: LiveMap, receive: (frame: Frame) => void): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const link = (state: Link['state']) => {
    const known = map.get('@link') as Link | undefined;
    if (known?.state !== state) receive({ kind: 'link', link: { state, at: serverNow() } });
  };

  const open = () => {
    source = new EventSource(`${url}?after=${map.version}`);
    source.addEventListener('snapshot', (event) => {
      const { version, at, set } = JSON.parse(event.data);
      receive({ kind: 'snapshot', version, at, entries: set });
      link('open');
    });
    source.addEventListener('delta', (event) => {
      receive({ kind: 'delta', ...JSON.parse(event.data) });
      link('open');
    });
    source.addEventListener('beat', () => link('open'));
    source.addEventListener('absent', () => link('engine-absent'));
    source.addEventListener('error', () => {
      if (stopped) return;
      const known = map.get('@link') as Link | undefined;
      if (known?.state !== 'engine-absent') link('lost');
      if (source?.readyState === EventSource.CLOSED) askWhy();
    });
  };

  const askWhy = () => {
    source?.close();
    fetch(url, { method: 'HEAD', cache: 'no-store' })
      .then((answer) => answer.status)
      .catch(() => 0)
      .then((status) => {
        if (status === 401) link('signed-out');
        else if (status === 503) link('engine-absent');
        if (!stopped) retry = setTimeout(open, retryMs);
      });
  };

  open();
  return () => {
    stopped = true;
    clearTimeout(retry);
    source?.close();
  };
}

function shareStream(map: LiveMap, receive: (frame: Frame) => void): () => void {
  const channel = new BroadcastChannel(lockName);
  const ended = new AbortController();
  const tell = (told: Told) => channel.postMessage(told);
  let leading = false;
  let heardAt = Date.now();

  const tellAll = () => {
    tell({ kind: 'snapshot', version: map.version, at: serverNow(), entries: map.snapshot() });
    tell({ kind: 'link', link: map.get('@link') as Link });
  };

  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    heardAt = Date.now();
    if (data.kind === 'hello') {
      if (leading) tellAll();
    } else if (data.kind !== 'ping' && !leading) receive(data);
  };

  const lead = () =>
    new Promise<void>((release) => {
      if (ended.signal.aborted) {
        release();
        return;
      }
      leading = true;
      const stop = openStream(map, (frame) => {
        receive(frame);
        tell(frame);
      });
      const ping = setInterval(() => tell({ kind: 'ping' }), pingEveryMs);
      const end = () => {
        leading = false;
        stop();
        clearInterval(ping);
        release();
      };
      stepDown = end;
      ended.signal.addEventListener('abort', end, { once: true });
    });
  let stepDown = () => {};

  const queue = (options: LockOptions) => {
    navigator.locks.request(lockName, options, lead).catch((reason: unknown) => {
      // Another tab stole the lock while this one slept, or the page ends: follow again, or be done.
      if (!(reason instanceof DOMException && reason.name === 'AbortError')) throw reason;
      stepDown();
      heardAt = Date.now();
      if (!ended.signal.aborted) queue({ signal: ended.signal });
    });
  };

  const watch = setInterval(() => {
    if (leading || document.visibilityState !== 'visible' || Date.now() - heardAt < leaderSilentMs) return;
    heardAt = Date.now();
    queue({ steal: true });
  }, pingEveryMs);

  queue({ signal: ended.signal });
  tell({ kind: 'hello' });
  return () => {
    ended.abort();
    clearInterval(watch);
    channel.close();
  };
}
