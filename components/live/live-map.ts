/**
 * The browser's copy of the live map, as an external store.
 *
 * Readers subscribe to one key (`ct/107`) or to all keys of a kind (`ct/*`), and only those are called whose values
 * changed, so that a tick re-renders the cells that changed and nothing else. A value keeps its identity while it is
 * equal to what was there before. Keys that begin with `@` are the browser's own (is the data fresh, what was just
 * asked for) and survive a new snapshot.
 */
export type Entries = Record<string, unknown>;

export class LiveMap {
  #values: Map<string, unknown>;
  #version: number;
  #listeners = new Map<string, Set<() => void>>();
  #lists = new Map<string, unknown[]>();

  constructor(entries: Entries = {}, version = 0) {
    this.#values = new Map(Object.entries(entries));
    this.#version = version;
  }

  /** Of the last snapshot or delta. */
  get version(): number {
    return this.#version;
  }

  get(key: string): unknown {
    return this.#values.get(key);
  }

  /** All values of a kind (`ct`), in the order of their keys' numbers; the same array until one of them changes. */
  list(kind: string): unknown[] {
    const known = this.#lists.get(kind);
    if (known !== undefined) return known;
    const prefix = `${kind}/`;
    const list = [...this.#values]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
      .map(([, value]) => value);
    this.#lists.set(kind, list);
    return list;
  }

  /** Calls back when the key's value changed; `ct/*` for any of its kind. Returns how to stop. */
  subscribe(key: string, changed: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(changed));
    return () => listeners.delete(changed);
  }

  /** One value of the browser's own. */
  set(key: string, value: unknown): void {
    this.#notify(this.#put(key, value));
  }

  /** A delta of the stream: whole values by key. */
  apply(delta: { version: number; set: Entries; del: string[] }): void {
    const touched: string[] = [];
    for (const [key, value] of Object.entries(delta.set)) touched.push(...this.#put(key, value));
    for (const key of delta.del) if (this.#values.delete(key)) touched.push(key);
    this.#version = delta.version;
    this.#notify(touched);
  }

  /** A snapshot of the stream: everything, in place of what was there. */
  replace(version: number, entries: Entries): void {
    const gone = [...this.#values.keys()].filter((key) => !key.startsWith('@') && !(key in entries));
    this.apply({ version, set: entries, del: gone });
  }

  /** What the stream gave, for another tab of this browser. */
  snapshot(): Entries {
    return Object.fromEntries([...this.#values].filter(([key]) => !key.startsWith('@')));
  }

  #put(key: string, value: unknown): string[] {
    const before = this.#values.get(key);
    if (before === value || (before !== undefined && JSON.stringify(before) === JSON.stringify(value))) return [];
    this.#values.set(key, value);
    return [key];
  }

  #notify(keys: string[]): void {
    const called = new Set<() => void>();
    for (const key of keys) {
      const kind = key.slice(0, Math.max(0, key.indexOf('/')));
      this.#lists.delete(kind);
      for (const listener of this.#listeners.get(key) ?? []) called.add(listener);
      for (const listener of this.#listeners.get(`${kind}/*`) ?? []) called.add(listener);
    }
    for (const listener of called) listener();
  }
}
