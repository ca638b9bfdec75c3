/** A line of recent values, without axes: its shape is the message and the figure beside it the value. */

const width = 100;

/** The path of values in a box, oldest at the left; `top` is the value at the upper edge. */
export function sparkPath(values: number[], height: number, top: number): string {
  if (values.length < 2) return '';
  const last = values.length - 1;
  return values
    .map((value, index) => {
      const x = (index / last) * width;
      const y = 1 + (height - 2) * (1 - Math.min(1, Math.max(0, top === 0 ? 0 : value / top)));
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

/**
 * Upper edge of the scale: a quarter above the peak, but never less than `floor`, so that a container that does
 * nothing draws a flat line and not its own noise.
 */
export function sparkTop(values: number[], floor: number): number {
  return Math.max(floor, 1.25 * values.reduce((peak, value) => Math.max(peak, value), 0));
}

export function Sparkline({
  values,
  height = 13,
  floor = 0.02,
  filled = false,
  stale = false,
  className = '',
}: {
  values: number[];
  height?: number;
  floor?: number;
  filled?: boolean;
  stale?: boolean;
  className?: string;
}) {
  const path = sparkPath(values, height, sparkTop(values, floor));
  return (
    <svg
      className={`block overflow-visible ${className}`}
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {filled && path !== '' && <path d={`${path}L${width} ${height}L0 ${height}Z`} className="fill-mute opacity-55" />}
      {path !== '' && (
        <path
          d={path}
          className={`fill-none ${stale ? 'stroke-edge' : 'stroke-trace'}`}
          strokeWidth="1.2"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
