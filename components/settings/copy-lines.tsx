'use client';

import { useState } from 'react';
import { Icon } from '@/components/glyph/glyph';

/** An option is not broken at its own dashes. */
const unbroken = (part: string) => {
  const [, space = '', option = '', rest = ''] = /^(\s*)(--\w+)?([\s\S]*)$/.exec(part) ?? [];
  return (
    <span key={part}>
      {space}
      <span className="whitespace-nowrap">{option}</span>
      {rest}
    </span>
  );
};

/** Lines for a shell; copying takes all of them. */
export function CopyLines({ lines }: { lines: string[] }) {
  const [said, say] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${lines.join('\n')}\n`);
      say('Copied');
    } catch {
      // Without https a browser has no clipboard; the lines stand there to be selected.
      say('Not copied: this browser allows it on https only. Select the lines.');
    }
  };
  return (
    <div className="room overflow-hidden">
      <div className="flex items-center gap-2.5 border-line border-b py-1 pr-2 pl-3.5 text-12 text-ink-3">
        <span>
          {lines.length} {lines.length === 1 ? 'line' : 'lines'}
        </span>
        <span role="status" className="ml-auto text-right text-11">
          {said}
        </span>
        <button
          type="button"
          onClick={copy}
          aria-label="Copy the lines"
          className="grid size-11 flex-none place-items-center rounded-control hover:bg-raise hover:text-ink md:size-7"
        >
          <Icon name="copy" size={14} />
        </button>
      </div>
      <ol className="px-3.5 py-2.5">
        {lines.map((line) => (
          <li key={line} className="py-[3px] pl-4 -indent-4 [overflow-wrap:anywhere]">
            <code className="font-mono text-ink">{line.split(/(?= --)/).map(unbroken)}</code>
          </li>
        ))}
      </ol>
    </div>
  );
}
