import { Glyph } from '@/components/glyph/glyph';
import { counted } from '@/lib/format/number';
import type { FileChange } from '@/lib/plan/plan';
import { type Block, type DrawnLine, foldFile } from './fold';

/** A file as it changes, unchanged lines folded. Folds open without a script. */
export function FileDiff({ file }: { file: FileChange }) {
  return (
    <section className="room mt-1.5 overflow-hidden" aria-label={`${file.path} of ${file.hostname}`}>
      <header className="flex items-center gap-[9px] border-line border-b bg-raise px-3 py-1.5">
        <code className="font-mono text-ink">{file.path}</code>
        <span className="font-mono text-11 text-ink-3">{file.hostname}</span>
        <span className="ml-auto text-12">
          <span className="text-fault" title={counted(file.linesOut, 'line goes', 'lines go')}>
            −{file.linesOut}
          </span>{' '}
          <span className="text-proof" title={counted(file.linesIn, 'line comes', 'lines come')}>
            +{file.linesIn}
          </span>
        </span>
      </header>
      {foldFile(file.lines).map((block) =>
        block.kind === 'fold' ? (
          <Fold key={keyOf(block)} lines={block.lines} />
        ) : (
          block.lines.map((line) => <Line key={lineKey(line)} line={line} />)
        ),
      )}
    </section>
  );
}

const lineKey = (line: DrawnLine) => `${line.before ?? ''}:${line.after ?? ''}`;
const keyOf = (block: Block) => (block.lines[0] ? `fold ${lineKey(block.lines[0])}` : 'empty');

function Fold({ lines }: { lines: DrawnLine[] }) {
  return (
    <details className="group border-line border-b bg-well last:border-b-0 [&:not([open])+div]:border-t-0">
      <summary className="flex min-h-11 list-none md:min-h-6 items-center gap-2 pr-3 pl-[30px] text-[11.5px] text-ink-3 leading-5 hover:text-ink [&::-webkit-details-marker]:hidden">
        <Glyph name="down" className="group-open:rotate-180" />
        {counted(lines.length, 'unchanged line')}
      </summary>
      <div className="bg-panel">
        {lines.map((line) => (
          <Line key={lineKey(line)} line={line} />
        ))}
      </div>
    </details>
  );
}

const tones = {
  same: { row: '', sign: '', mark: '' },
  out: { row: 'bg-fault-wash', sign: 'text-fault', mark: 'shadow-[inset_0_-2px_var(--fault)]' },
  in: { row: 'bg-proof-wash', sign: 'text-proof', mark: 'shadow-[inset_0_-2px_var(--proof)]' },
};
const signs = { same: '', out: '−', in: '+' };
const spoken = { same: '', out: 'removed: ', in: 'added: ' };

function Line({ line }: { line: DrawnLine }) {
  const tone = tones[line.kind];
  const number = 'hidden pr-[9px] text-right font-mono text-11 text-ink-3 leading-5 md:block';
  return (
    <div
      className={`grid grid-cols-[30px_16px_minmax(0,1fr)] text-12 leading-5 md:grid-cols-[38px_38px_20px_minmax(0,1fr)] ${tone.row}`}
    >
      <span className={number}>{line.before ?? ''}</span>
      <span className={number}>{line.after ?? ''}</span>
      <span className="pr-1 text-right font-mono text-11 text-ink-3 leading-5 md:hidden">
        {line.after ?? line.before ?? ''}
      </span>
      <span className={`text-center font-mono text-11 leading-5 ${tone.sign}`} aria-hidden="true">
        {signs[line.kind]}
      </span>
      <code className="overflow-x-auto whitespace-pre pr-3 font-mono text-12 text-ink-2">
        <span className="sr-only">{spoken[line.kind]}</span>
        {line.parts.map((part, index) =>
          part.marked ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never move
            <mark key={index} className={`bg-transparent font-title text-ink ${tone.mark}`}>
              {part.text}
            </mark>
          ) : (
            part.text
          ),
        )}
      </code>
    </div>
  );
}
