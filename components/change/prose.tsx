/** A paragraph in which the names of containers stand out. */
export function Prose({ text, names }: { text: string; names: string[] }) {
  const known = [...new Set(names)].filter((name) => name !== '').sort((a, b) => b.length - a.length);
  if (known.length === 0) return <p>{text}</p>;
  const pattern = new RegExp(
    `(?<![\\w-])(${known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\w-])`,
    'g',
  );
  return (
    <p>
      {text.split(pattern).map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
        index % 2 === 1 ? <b key={index}>{part}</b> : part,
      )}
    </p>
  );
}
