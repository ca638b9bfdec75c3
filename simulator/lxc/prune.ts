/** `keep-last=3,keep-weekly=2` as the object of texts that answers have (FACTS §7). */
export function parsePrune(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .map((part) => part.split('='))
      .filter((pair): pair is [string, string] => pair.length === 2),
  );
}
