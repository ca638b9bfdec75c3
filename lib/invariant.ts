/** Throws for a bug of ours; never for anything that a person, a host or a file can cause. */
export function invariant(condition: unknown, text: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${text}`);
}
