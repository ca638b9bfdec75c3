/** The first sixteen digits of a hash in groups of four: enough to compare by eye. */
export const hashGroups = (hash: string, groups = 4): string =>
  (hash.match(/.{4}/g) ?? [hash]).slice(0, groups).join(' ');
