/** Numbers that look random and repeat with the seed. */
export type Random = {
  /** 0 up to, not including, 1; the same for the same words. */
  at(...words: (string | number)[]): number;
  /** The next of a sequence. */
  next(): number;
  bytes(count: number): Uint8Array;
};

/** FNV-1a over the words, then a finaliser that spreads neighbouring numbers. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

export function createRandom(seed: number): Random {
  let count = 0;
  const random: Random = {
    at: (...words) => hash(`${seed}|${words.join('|')}`) / 2 ** 32,
    next: () => random.at('next', count++),
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(random.next() * 256)),
  };
  return random;
}
