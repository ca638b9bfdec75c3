/** Rows of the same shape as a Markdown table, as it goes into docs/performance.md. */
export function table(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return (
    line(columns) +
    line(columns.map((column) => (typeof rows[0][column] === 'number' ? '---:' : '---'))) +
    rows.map((row) => line(columns.map((column) => cell(row[column])))).join('')
  );
}

const cell = (value) =>
  typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 2 }) : String(value);

/** The value below which this share of the values lies (nearest rank). */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
