/**
 * The words of a command line, as a POSIX shell would split them. Only what a single command needs is understood:
 * quotes and backslashes. Anything that would make the shell do more (`;`, `|`, `&`, `$`, redirections, …) is no
 * command of ours and gives null: what is not understood whole is not run at all.
 */
export type Word = {
  text: string;
  /** An unquoted `*` stands in it: file names are to be filled in. */
  glob: boolean;
};

const special = new Set([...';|&$`<>()\n#?[]{}~!']);

export function splitWords(line: string): Word[] | null {
  const words: Word[] = [];
  let word: Word | null = null;
  const add = (text: string) => {
    word ??= { text: '', glob: false };
    word.text += text;
  };
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? '';
    if (char === "'") {
      const end = line.indexOf("'", i + 1);
      if (end < 0) return null;
      add(line.slice(i + 1, end));
      i = end;
    } else if (char === '"') {
      const quoted = readDoubleQuoted(line, i + 1);
      if (!quoted) return null;
      add(quoted.text);
      i = quoted.end;
    } else if (char === '\\') {
      i++;
      if (i >= line.length) return null;
      add(line[i] ?? '');
    } else if (char === ' ' || char === '\t') {
      if (word) words.push(word);
      word = null;
    } else if (special.has(char)) return null;
    else {
      add(char);
      if (char === '*' && word) (word as Word).glob = true;
    }
  }
  if (word) words.push(word);
  return words;
}

/** Inside double quotes a backslash keeps `"`, `\`, `$` and the backquote; a variable is more than we understand. */
function readDoubleQuoted(line: string, start: number): { text: string; end: number } | null {
  let text = '';
  for (let i = start; i < line.length; i++) {
    const char = line[i] ?? '';
    if (char === '"') return { text, end: i };
    if (char === '$' || char === '`') return null;
    if (char === '\\' && /["\\$`]/.test(line[i + 1] ?? '')) text += line[++i] ?? '';
    else text += char;
  }
  return null;
}
