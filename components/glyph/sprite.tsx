/**
 * Every glyph once, as symbols that the page refers to. Status glyphs are drawn on 12 px, icons on 16. Status is
 * shape, word and colour, in that order, so no two shapes may be alike in grey.
 */

const line = { fill: 'none', stroke: 'currentColor' } as const;

const spoke = (angle: number, inner: boolean) => (
  <path
    key={`${angle}${inner}`}
    d={inner ? 'M10 8.6V4.6' : 'M10 4.6V1.2'}
    stroke="currentColor"
    strokeWidth={inner ? 1.1 : 1.7}
    transform={`rotate(${angle} 10 10)`}
  />
);

const small = {
  /** Running. Green only when a probe answers, else grey. */
  running: <circle cx="6" cy="6" r="3.6" fill="currentColor" />,
  motion: (
    <>
      <circle cx="6" cy="6" r="3.6" {...line} strokeWidth="1.4" />
      <path d="M6 2.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" />
    </>
  ),
  stopped: <circle cx="6" cy="6" r="3.2" {...line} strokeWidth="1.4" />,
  stale: (
    <>
      <rect x="2" y="2" width="8" height="8" {...line} strokeWidth="1.2" />
      <path d="M2 7 7 2M4 10l6-6" stroke="currentColor" strokeWidth="1.1" />
    </>
  ),
  unsound: <path d="M6 1.4 11.2 10.6H.8z" fill="currentColor" />,
  broken: <path d="M6 .8 11.2 6 6 11.2 .8 6z" fill="currentColor" />,
  same: <path d="M2.5 4.4h7M2.5 7.6h7" stroke="currentColor" strokeWidth="1.3" />,
  drift: <path d="M2 4.4h8M2 7.6h8M8.2 1.6 3.8 10.4" stroke="currentColor" strokeWidth="1.4" />,
  waits: <path d="M6 2.2 10.2 9.8H1.8z" {...line} strokeWidth="1.4" strokeLinejoin="round" />,
  unknown: <path d="M4 4.4C4 2 8.2 2 8.2 4.4 8.2 6 6 6 6 7.6M6 9v1.2" {...line} strokeWidth="1.3" />,
  'gate-on': <rect x="2.4" y="1.6" width="7.2" height="8.8" rx="1" fill="currentColor" />,
  'gate-struck': (
    <>
      <rect x="3" y="2.2" width="6" height="7.6" rx="1" {...line} strokeWidth="1.4" />
      <path d="M3 9.8 9 2.2" stroke="currentColor" strokeWidth="1.3" />
    </>
  ),
  'gate-off': <rect x="3" y="2.2" width="6" height="7.6" rx="1" {...line} strokeWidth="1.2" />,
  hot: <path d="M.5 6h11" stroke="currentColor" strokeWidth="1.8" />,
  clock: (
    <>
      <circle cx="6" cy="6" r="4.4" {...line} strokeWidth="1.2" />
      <path d="M6 3.4V6l1.8 1.4" {...line} strokeWidth="1.2" />
    </>
  ),
  downtime: <path d="M.5 6h3M8.5 6h3M3.5 3.4v5.2M8.5 3.4v5.2" stroke="currentColor" strokeWidth="1.6" />,
  check: <path d="M2 6.4 4.8 9.2 10.2 3" {...line} strokeWidth="1.7" />,
  cross: <path d="m3 3 6 6M9 3 3 9" {...line} strokeWidth="1.5" />,
  plus: <path d="M6 2v8M2 6h8" {...line} strokeWidth="1.4" />,
  minus: <path d="M2 6h8" {...line} strokeWidth="1.4" />,
  info: (
    <>
      <circle cx="6" cy="6" r="4.6" {...line} strokeWidth="1.2" />
      <path d="M6 5.2v3.2M6 3.2v1" stroke="currentColor" strokeWidth="1.3" />
    </>
  ),
  down: <path d="M2.5 4.2 6 7.7l3.5-3.5" {...line} strokeWidth="1.4" />,
  up: <path d="M2.5 7.8 6 4.3l3.5 3.5" {...line} strokeWidth="1.4" />,
  right: <path d="M4.3 2.5 7.8 6 4.3 9.5" {...line} strokeWidth="1.4" />,
  arrow: <path d="M1.5 6h8.6M7 2.8 10.2 6 7 9.2" {...line} strokeWidth="1.2" />,
};

const large = {
  overview: (
    <g {...line} strokeWidth="1.3">
      <rect x="2.5" y="2.5" width="4.5" height="6" />
      <rect x="9" y="2.5" width="4.5" height="3" />
      <rect x="9" y="7.5" width="4.5" height="6" />
      <rect x="2.5" y="10.5" width="4.5" height="3" />
    </g>
  ),
  containers: (
    <path
      d="M2.5 5 8 2.4 13.5 5v6L8 13.6 2.5 11zM2.5 5 8 7.6 13.5 5M8 7.6v6"
      {...line}
      strokeWidth="1.3"
      strokeLinejoin="round"
    />
  ),
  changes: <path d="M8 3 13.4 12.6H2.6z" {...line} strokeWidth="1.4" strokeLinejoin="round" />,
  findings: (
    <g {...line} strokeWidth="1.3">
      <circle cx="7" cy="7" r="4" />
      <path d="M7 5v2.4M7 8.4v.9M10 10l3.4 3.4" />
    </g>
  ),
  history: (
    <g {...line} strokeWidth="1.3">
      <path d="M8 2.5v11" />
      <circle cx="8" cy="4.4" r="1.7" fill="var(--panel)" />
      <circle cx="8" cy="11" r="1.7" fill="var(--panel)" />
    </g>
  ),
  settings: (
    <g {...line} strokeWidth="1.3">
      <path d="M2 5h6.2M11.8 5H14M2 11h2.2M7.8 11H14" />
      <circle cx="10" cy="5" r="1.8" />
      <circle cx="6" cy="11" r="1.8" />
    </g>
  ),
  more: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" {...line} strokeWidth="1.3" />,
  search: (
    <g {...line} strokeWidth="1.4">
      <circle cx="7" cy="7" r="4" />
      <path d="m10 10 3.4 3.4" />
    </g>
  ),
  host: (
    <g {...line} strokeWidth="1.3">
      <rect x="2" y="3" width="12" height="4.2" rx=".8" />
      <rect x="2" y="8.8" width="12" height="4.2" rx=".8" />
      <path d="M4.4 5.1h1M4.4 10.9h1" />
    </g>
  ),
  token: (
    <g {...line} strokeWidth="1.2">
      <path d="M7.4 6.6 2.4 11.4h3v-1.6H7V8.4h1.4" />
      <circle cx="10.4" cy="5.4" r="2.9" />
    </g>
  ),
  restart: <path d="M12.2 8A4.2 4.2 0 1 1 10.6 4.7M10.8 1.8v3.2H7.6" {...line} strokeWidth="1.4" />,
  start: <path d="M5 3.4 12 8l-7 4.6z" {...line} strokeWidth="1.4" strokeLinejoin="round" />,
  power: <path d="M5.2 4.2a4.6 4.6 0 1 0 5.6 0M8 2v5.4" {...line} strokeWidth="1.4" />,
  edit: <path d="m3 13 .7-2.9 7.2-7.2 2.2 2.2-7.2 7.2z" {...line} strokeWidth="1.3" strokeLinejoin="round" />,
  copy: (
    <g {...line} strokeWidth="1.2">
      <rect x="5.5" y="5.5" width="7" height="7" rx="1" />
      <path d="M10.5 5.5v-2h-7v7h2" />
    </g>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5" {...line} strokeWidth="1.3" />
      <path d="M8 3a5 5 0 0 1 0 10z" fill="currentColor" />
    </>
  ),
  leave: <path d="M9.5 3H3.5v10h6M7 8h6.5M11 5.4 13.6 8 11 10.6" {...line} strokeWidth="1.3" />,
  commit: (
    <g {...line} strokeWidth="1.3">
      <circle cx="8" cy="8" r="2.6" />
      <path d="M1.5 8h3.9M10.6 8h3.9" />
    </g>
  ),
};

const wheel = (
  <>
    <circle cx="10" cy="10" r="5.4" {...line} strokeWidth="1.7" />
    <circle cx="10" cy="10" r="1.5" fill="currentColor" />
    {[0, 45, 90, 135, 180, 225, 270, 315].map((angle) => spoke(angle, false))}
    {[45, 135, 225, 315].map((angle) => spoke(angle, true))}
  </>
);

export type GlyphName = keyof typeof small;
export type IconName = keyof typeof large;

/** The symbols; once in the document, before anything that draws one. */
export function Sprite() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      {Object.entries(small).map(([name, drawing]) => (
        <symbol key={name} id={`g-${name}`} viewBox="0 0 12 12">
          {drawing}
        </symbol>
      ))}
      {Object.entries(large).map(([name, drawing]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 16 16">
          {drawing}
        </symbol>
      ))}
      <symbol id="wheel" viewBox="0 0 20 20">
        {wheel}
      </symbol>
    </svg>
  );
}
