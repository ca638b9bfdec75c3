/** Tags are lower-cased, unique, sorted and joined by `;`; `;`, `,` and white space separate them (FACTS §4). */
export function parseTags(text: string): string[] {
  return normalTags(text.split(/[;,\s]+/));
}

export function normalTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== ''))].sort();
}

export const formatTags = (tags: readonly string[]): string => normalTags(tags).join(';');
