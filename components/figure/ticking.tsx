import { useState } from 'react';

/** A value that changes while one looks: it tints once when it does, in place, and never counts up. */
export function Ticking({ text }: { text: string }) {
  const [seen, setSeen] = useState({ text, changes: 0 });
  const now = seen.text === text ? seen : { text, changes: seen.changes + 1 };
  if (now !== seen) setSeen(now);
  return (
    <span key={now.changes} className={now.changes > 0 ? 'animate-tint rounded-bar' : undefined}>
      {text}
    </span>
  );
}
