import { useState } from 'react';
import { Icon } from '@/components/glyph/glyph';
import { hashGroups } from './hash-groups';

/** The plan's hash; copying takes all of it. */
export function PlanHash({ hash }: { hash: string }) {
  const [said, say] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(hash);
      say('Copied');
    } catch {
      // Without https a browser has no clipboard; the whole hash is in the title to be selected by hand.
      say('Not copied: this browser allows it on https only');
    }
  };
  return (
    <div className="flex items-center gap-2.5 border-line border-b pb-2.5 text-12 text-ink-3">
      <span>Plan</span>
      <code className="font-mono text-[13.5px] text-ink tracking-normal" title={hash}>
        {hashGroups(hash)}
      </code>
      <span role="status" className="ml-auto text-11">
        {said}
      </span>
      <button
        type="button"
        onClick={copy}
        aria-label="Copy the plan hash"
        className="-m-2.5 grid size-11 md:-m-1.5 md:size-7 place-items-center rounded-control hover:bg-raise hover:text-ink"
      >
        <Icon name="copy" size={14} />
      </button>
    </div>
  );
}
