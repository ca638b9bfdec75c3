import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log of at most twice this size: the file, and the one before it. */
const mostBytes = 8 * 2 ** 20;

/** A file that is appended to and never grows without a bound; it also remembers its last lines. */
export function logFile(path) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let size = existsSync(path) ? statSync(path).size : 0;
  let recent = '';
  return {
    path,
    write(chunk) {
      if (size + chunk.length > mostBytes) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, chunk, { mode: 0o600 });
      size += chunk.length;
      recent = (recent + chunk).slice(-8000);
    },
    /** The last lines, as a person reads them: the text of a JSON line, others as they are. */
    lastLines: (count) => recent.trimEnd().split('\n').slice(-count).map(readable),
  };
}

function readable(line) {
  try {
    const { text, error } = JSON.parse(line);
    return [text, error?.message ?? error].filter(Boolean).join(': ') || line;
  } catch {
    // Not one of our lines: node's own, or a library's.
    return line;
  }
}
