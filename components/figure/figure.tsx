import type { ReactNode } from 'react';

/** A value with its unit: the unit smaller, quieter, after a thin gap. */
export function Figure({
  children,
  unit,
  className = '',
}: {
  children: ReactNode;
  unit?: ReactNode;
  className?: string;
}) {
  return (
    <span className={`whitespace-nowrap font-value text-ink ${className}`}>
      {children}
      {unit !== undefined && <Unit>{unit}</Unit>}
    </span>
  );
}

/** The one large figure of a section. */
export function BigFigure({
  children,
  unit,
  className = '',
}: {
  children: ReactNode;
  unit?: ReactNode;
  className?: string;
}) {
  return (
    <span className={`whitespace-nowrap font-[500] text-19 text-ink leading-[1.25] tracking-[-0.01em] ${className}`}>
      {children}
      {unit !== undefined && <span className="ml-[3px] font-normal text-12 text-ink-3 tracking-normal">{unit}</span>}
    </span>
  );
}

export function Unit({ children }: { children: ReactNode }) {
  return <span className="ml-[0.22em] font-normal text-[0.86em] text-ink-3">{children}</span>;
}
