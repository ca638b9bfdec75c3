/**
 * What a few typed letters mean. Every word typed must be found, best where a word of the text begins; a number finds
 * a container by its vmid. Groups stay together, and the group of the best match comes first.
 */
export type Searchable = { group: string; text: string; vmid: number | null };

/** An entry that was found, its text cut into parts that were typed (true) and that were not. */
export type Match<E extends Searchable> = { entry: E; score: number; parts: [text: string, hit: boolean][] };

export function search<E extends Searchable>(entries: E[], query: string, atMost: number): Match<E>[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries
    .map((entry) => match(entry, words))
    .filter((match) => match !== null)
    .sort((a, b) => b.score - a.score)
    .slice(0, atMost);
  const groups = [...new Set(found.map(({ entry }) => entry.group))];
  return groups.flatMap((group) => found.filter(({ entry }) => entry.group === group));
}

function match<E extends Searchable>(entry: E, words: string[]): Match<E> | null {
  const text = entry.text.toLowerCase();
  const hits: [from: number, to: number][] = [];
  let score = 0;
  for (const word of words) {
    if (entry.vmid !== null && String(entry.vmid).startsWith(word)) {
      score += 2;
      continue;
    }
    const at = text.indexOf(word);
    if (at === -1) return null;
    const begins = at === 0 || /[^a-z0-9]/.test(text.charAt(at - 1));
    score += at === 0 ? 3 : begins ? 2 : 1;
    hits.push([at, at + word.length]);
  }
  return { entry, score, parts: cut(entry.text, hits) };
}

function cut(text: string, hits: [number, number][]): [string, boolean][] {
  const parts: [string, boolean][] = [];
  let at = 0;
  for (const [from, to] of hits.sort(([a], [b]) => a - b)) {
    if (from > at) parts.push([text.slice(at, from), false]);
    if (to > at) parts.push([text.slice(Math.max(from, at), to), true]);
    at = Math.max(at, to);
  }
  if (at < text.length) parts.push([text.slice(at), false]);
  return parts;
}
