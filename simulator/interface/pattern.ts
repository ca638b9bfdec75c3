/** Regular expressions as Perl prints them (`(?^i:…)`), made ones of JavaScript, anchored as Proxmox anchors them. */
const compiled = new Map<string, RegExp>();

/** Perl's pattern as a whole-string match. A case-insensitive part makes all of it so: no pattern mixes them. */
export function patternOf(perl: string): RegExp {
  const known = compiled.get(perl);
  if (known) return known;
  const flags = perl.includes('(?^i:') ? 'i' : '';
  const source = perl.replace(/\(\?\^i?:/g, '(?:');
  const pattern = new RegExp(`^(?:${source})$`, flags);
  compiled.set(perl, pattern);
  return pattern;
}
