/**
 * Whether something that was made from sources is still what they would make: the SHA-256 over the sources' paths
 * and contents is kept in a stamp file beside the result. Contents, not times: a clone, a checkout and a copy all
 * tell the truth.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

const neverSource = /(\.test\.tsx?$|(^|\/)testdata(\/|$)|(^|\/)\.)/;

/** Files below the given paths, sorted; tests and their data are not sources. */
export function sourceFiles(paths, base = root) {
  const files = [];
  const walk = (path) => {
    if (neverSource.test(path)) return;
    const full = join(base, path);
    if (!existsSync(full)) return;
    if (!statSync(full).isDirectory()) files.push(path);
    else for (const name of readdirSync(full)) walk(`${path}/${name}`);
  };
  for (const path of paths) walk(path);
  return files.sort();
}

/** The fingerprint of those sources, and of the node that builds them. */
export function fingerprint(paths, base = root) {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of sourceFiles(paths, base)) hash.update(`\0${file}\0`).update(readFileSync(join(base, file)));
  return hash.digest('hex');
}

/** A stamp file: `holds` says whether the result is of this fingerprint; `clear` before making it, `set` after. */
export function stamp(file) {
  return {
    holds: (print) => existsSync(file) && readFileSync(file, 'utf8') === print,
    clear: () => rmSync(file, { force: true }),
    set: (print) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, print);
    },
  };
}
