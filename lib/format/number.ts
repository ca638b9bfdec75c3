/** Numbers as a person reads them: thousands with a comma, a fixed number of decimals. */

/** `3072` → `3,072`. */
export function formatNumber(value: number, decimals = 0): string {
  const [whole = '0', rest] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '-' : '';
  return `${sign}${grouped}${rest === undefined ? '' : `.${rest}`}`;
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** A count that opens a sentence: `2` → `Two`, `12` → `12`. */
export function countWord(count: number, capital = true): string {
  const word = words[count];
  if (word === undefined) return formatNumber(count);
  return capital ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

/** `1` → `1 drift`, `2` → `2 drifts`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
