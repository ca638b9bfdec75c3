import type { ReactNode } from 'react';

/** A page that says one thing: what happened, what was and was not done, what to try, and the raw text last. */
export function Notice({
  title,
  children,
  actions,
  raw,
}: {
  title: string;
  children: ReactNode;
  actions: ReactNode;
  raw?: string;
}) {
  return (
    <div className="mx-auto grid max-w-[60ch] justify-items-center gap-2 px-5 py-[14vh] text-center">
      <svg viewBox="0 0 220 64" width="220" height="64" aria-hidden="true" className="fill-none stroke-edge">
        <path d="M10 20H210" strokeWidth="8" />
        {[30, 70, 110, 150, 190].map((x) => (
          <g key={x}>
            <path d={`M${x} 24V42`} strokeWidth="1.5" />
            <rect x={x - 14} y="42" width="28" height="16" rx="3" strokeDasharray="3 3" />
          </g>
        ))}
      </svg>
      <h1 className="font-title text-15 text-ink">{title}</h1>
      <p className="text-balance">{children}</p>
      <div className="mt-1.5 flex gap-2">{actions}</div>
      {raw !== undefined && <code className="mt-2 font-mono text-12 text-ink-3 [overflow-wrap:anywhere]">{raw}</code>}
    </div>
  );
}
