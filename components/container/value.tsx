import { Unit } from '@/components/figure/figure';

/** A value as the diff says it, its unit drawn smaller: `1,024 MiB`, `local-lvm, 4 GiB`. */
export function Value({ text, className = '' }: { text: string | null; className?: string }) {
  if (text === null) return <span className="text-ink-3">?</span>;
  const match = /^(.*\d) ((?:[KMGT]i?B|cores?|s|MB\/s)\b.*)$/s.exec(text);
  return (
    <span className={`font-[440] text-ink [overflow-wrap:anywhere] ${className}`}>
      {match ? (
        <>
          {match[1]}
          <Unit>{match[2]}</Unit>
        </>
      ) : (
        text
      )}
    </span>
  );
}
