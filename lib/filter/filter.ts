/**
 * The filter box: `status:running tag:vpn category:media sync:drifted text`. Words are joined by "and"; the same key
 * twice is "or" (`tag:vpn tag:media`); a minus in front is "not". What has no known key is text that the name, number,
 * address, purpose or a tag must contain. What is typed is never an error: an unfinished or unknown key is text.
 */
export const filterKeys = ['status', 'tag', 'category', 'sync', 'bridge', 'node', 'finding', 'vmid'] as const;
export type FilterKey = (typeof filterKeys)[number];

export type Term = { key: FilterKey | null; value: string; not: boolean };

/** What a thing has under each key, in lower case, and the text that free words are looked for in. */
export type Filterable = { values: Record<FilterKey, string[]>; text: string };

/** What was typed as terms. Quotes keep spaces together: `sync:"in sync"`. */
export function parseFilter(typed: string): Term[] {
  const terms: Term[] = [];
  for (const [word] of typed.matchAll(/(?:"[^"]*"?|[^\s"])+/g)) {
    const not = word.startsWith('-') && word.length > 1;
    const said = not ? word.slice(1) : word;
    const colon = said.indexOf(':');
    const key = filterKeys.find((known) => known === said.slice(0, Math.max(0, colon)).toLowerCase()) ?? null;
    const value = (key === null ? said : said.slice(colon + 1)).replaceAll('"', '').trim().toLowerCase();
    if (value !== '') terms.push({ key, value, not });
  }
  return terms;
}

/** Whether a thing is meant by the terms. Values are matched from their beginning, so `status:run` finds what runs. */
export function matchesFilter(terms: Term[], thing: Filterable): boolean {
  const has = ({ key, value }: Term) =>
    key === null ? thing.text.includes(value) : thing.values[key].some((own) => own.startsWith(value));
  const wanted = new Map<FilterKey, Term[]>();
  for (const term of terms) {
    if (term.not) {
      if (has(term)) return false;
    } else if (term.key === null) {
      if (!has(term)) return false;
    } else wanted.set(term.key, [...(wanted.get(term.key) ?? []), term]);
  }
  return [...wanted.values()].every((same) => same.some(has));
}

/** The filter with one term more, or without it when it is there: what a click on a tag does. */
export function toggleTerm(typed: string, key: FilterKey, value: string): string {
  const word = `${key}:${/\s/.test(value) ? `"${value}"` : value}`;
  const words = [...typed.matchAll(/(?:"[^"]*"?|[^\s"])+/g)].map(([found]) => found);
  const without = words.filter((found) => found.toLowerCase() !== word.toLowerCase());
  return (without.length < words.length ? without : [...words, word]).join(' ');
}
