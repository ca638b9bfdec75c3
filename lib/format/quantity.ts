/** A number with its unit, kept apart because the unit is drawn smaller. */
export type Quantity = { value: string; unit: string };

/** `19.5 GiB`, for sentences, titles and accessible names. */
export function quantityText({ value, unit }: Quantity): string {
  return unit === '' ? value : `${value} ${unit}`;
}
