/**
 * The live map: what every browser sees, once.
 *
 * `apply` takes the whole next map and finds what changed by comparing each value's JSON; the delta is encoded once
 * as one server-sent event, and those same bytes go to every sink: fifty browsers cost one encoding. A new sink gets
 * the whole as `snapshot` (encoded once per version), or, when it names the last event that it has and the deltas
 * since are still here, just those. A version is never used twice, not by a later process either: versions begin at
 * the clock, so that an id from before a restart is older than everything and gets a snapshot.
 *
 * A sink that cannot keep up says `false` and is dropped: its browser comes back with its last id and resumes.
 */

export type LiveSink = {
  /** Takes one or more whole events. `false`: cannot take more, forget me. */
  write(frame: Buffer): boolean | undefined;
};

export type LiveMap = {
  apply(next: Map<string, unknown>): void;
  version(): number;
  /** Returns how to unsubscribe. The snapshot, or the missed deltas, are written before it returns. */
  subscribe(sink: LiveSink, lastEventId: number | null): () => void;
  get(key: string): unknown;
  close(): void;
};

/** DESIGN §6: at most 15 s between two signs of life. */
const heartbeatMs = 10_000;
const keptDeltas = 512;
const keptBytes = 4 * 2 ** 20;

export function createLiveMap(): LiveMap {
  const values = new Map<string, unknown>();
  const encoded = new Map<string, string>();
  const sinks = new Set<LiveSink>();
  const deltas: { version: number; frame: Buffer }[] = [];
  let deltaBytes = 0;
  let version = Date.now();
  let snapshot: Buffer | null = null;

  const write = (sink: LiveSink, frame: Buffer) => {
    if (sink.write(frame) === false) sinks.delete(sink);
  };

  const snapshotFrame = (): Buffer => {
    snapshot ??= frameOf('snapshot', version, encoded, []);
    return snapshot;
  };

  /** The frames after `lastEventId`, or null when they are not all here. */
  const missed = (lastEventId: number): Buffer | null => {
    if (lastEventId === version) return Buffer.alloc(0);
    const first = deltas[0];
    if (!first || lastEventId < first.version - 1 || lastEventId > version) return null;
    return Buffer.concat(deltas.filter((delta) => delta.version > lastEventId).map((delta) => delta.frame));
  };

  const beat = setInterval(() => {
    const frame = Buffer.from(`event: beat\ndata: {"at":${Date.now()},"version":${version}}\n\n`);
    for (const sink of sinks) write(sink, frame);
  }, heartbeatMs);
  beat.unref();

  return {
    apply(next) {
      const set = new Map<string, string>();
      const del: string[] = [];
      for (const [key, value] of next) {
        if (values.get(key) === value && values.has(key)) continue;
        values.set(key, value);
        const text = JSON.stringify(value) ?? 'null';
        if (encoded.get(key) === text) continue;
        encoded.set(key, text);
        set.set(key, text);
      }
      for (const key of encoded.keys()) if (!next.has(key)) del.push(key);
      for (const key of del) {
        encoded.delete(key);
        values.delete(key);
      }
      if (set.size === 0 && del.length === 0) return;

      version += 1;
      snapshot = null;
      const frame = frameOf('delta', version, set, del);
      deltas.push({ version, frame });
      deltaBytes += frame.length;
      while (deltas.length > keptDeltas || (deltaBytes > keptBytes && deltas.length > 1))
        deltaBytes -= deltas.shift()?.frame.length ?? 0;
      for (const sink of sinks) write(sink, frame);
    },

    version: () => version,

    subscribe(sink, lastEventId) {
      const frame = (lastEventId === null ? null : missed(lastEventId)) ?? snapshotFrame();
      sinks.add(sink);
      if (frame.length > 0) write(sink, frame);
      return () => void sinks.delete(sink);
    },

    get: (key) => values.get(key),

    close() {
      clearInterval(beat);
      sinks.clear();
    },
  };
}

function frameOf(event: 'snapshot' | 'delta', version: number, set: Map<string, string>, del: string[]): Buffer {
  const entries = [...set].map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',');
  const data = `{"version":${version},"at":${Date.now()},"set":{${entries}},"del":${JSON.stringify(del)}}`;
  return Buffer.from(`id: ${version}\nevent: ${event}\ndata: ${data}\n\n`);
}
