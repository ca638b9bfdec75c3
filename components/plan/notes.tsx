import { Glyph } from '@/components/glyph/glyph';
import type { GlyphName } from '@/components/glyph/sprite';
import type { PlanNote } from '@/lib/plan/plan';

const shown: Record<PlanNote['severity'], { glyph: GlyphName; tone: string; word: string }> = {
  block: { glyph: 'broken', tone: 'text-fault', word: 'cannot be' },
  warn: { glyph: 'unsound', tone: 'text-warn', word: 'look at' },
  info: { glyph: 'info', tone: 'text-ink-3', word: 'note' },
};

/** What the planner could not or would not plan, worst first. */
export function PlanNotes({ notes }: { notes: PlanNote[] }) {
  if (notes.length === 0) return null;
  const order = ['block', 'warn', 'info'];
  const sorted = [...notes].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <ul className="grid gap-1.5" aria-label="Notes of the plan">
      {sorted.map((note) => (
        <li key={`${note.vmid ?? ''}${note.at}${note.kind}`} className="flex gap-2 text-[12.5px] leading-[1.36]">
          <Glyph name={shown[note.severity].glyph} className={`mt-[3px] ${shown[note.severity].tone}`} />
          <span>
            <span className="sr-only">{shown[note.severity].word}: </span>
            {note.text}
          </span>
        </li>
      ))}
    </ul>
  );
}
