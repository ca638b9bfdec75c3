/** A share of a whole. It turns `warn` above 85 %; over the whole it stays full, and the number beside it says by how much. */
export function Meter({
  share,
  label,
  stale = false,
  className = 'h-1 w-8',
}: {
  share: number;
  label?: string;
  stale?: boolean;
  className?: string;
}) {
  const shown = Math.max(0, Math.min(1, share));
  const tone = stale ? 'hatch-stale' : share > 0.85 ? 'bg-warn' : 'bg-fill';
  const name = label === undefined ? { 'aria-hidden': true as const } : { role: 'img', 'aria-label': label };
  return (
    <span className={`block overflow-hidden rounded-bar bg-mute ${className}`} {...name}>
      <span className={`block h-full ${tone}`} style={{ width: `${shown * 100}%` }} />
    </span>
  );
}
