/** Numbers with their units, as every table and plan shows them: `2,048 MiB`, `2.5 GiB`. */

const KiB = 1024;
const units = ['B', 'KiB', 'MiB', 'GiB'];

/** Thousands with a comma, whatever the machine's language is. */
export function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

/**
 * A configured size, exactly: in the largest unit up to GiB that needs at most two decimals, so that two sizes that
 * differ never read the same. Sizes of disks are round numbers; this is no formatter for measured bytes.
 */
export function exactSize(bytes: number): string {
  for (let unit = units.length - 1; unit > 0; unit -= 1) {
    const value = bytes / KiB ** unit;
    if (value >= 1 && Number.isInteger(value * 4)) return `${grouped(value)} ${units[unit]}`;
  }
  return `${grouped(bytes)} B`;
}
