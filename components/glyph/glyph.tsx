import type { GlyphName, IconName } from '@/components/glyph/sprite';

type Props = { className?: string; size?: number };

/** A status glyph. The word stands beside it or in the accessible name; the shape alone is never read out. */
export function Glyph({ name, className = '', size = 12 }: Props & { name: GlyphName }) {
  return (
    <svg className={`inline-block flex-none align-[-1.5px] ${className}`} width={size} height={size} aria-hidden="true">
      <use href={`#g-${name}`} />
    </svg>
  );
}

/** An icon of a page or an action. */
export function Icon({ name, className = '', size = 16 }: Props & { name: IconName }) {
  return (
    <svg className={`inline-block flex-none align-[-3px] ${className}`} width={size} height={size} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}

export function Wheel({ size = 20, className = '' }: Props) {
  return (
    <svg className={`flex-none ${className}`} width={size} height={size} aria-hidden="true">
      <use href="#wheel" />
    </svg>
  );
}
