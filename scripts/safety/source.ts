import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** A file of the repository. */
export type Source = { path: string; text: string };
/** Something that breaks a rule: where, and what. */
export type Violation = string;

const textFile = /\.(tsx?|mjs|css|md|json|ya?ml|prisma|sql|html|toml)$|^\.ci\/|^LICENSE$/;

/** The files that git knows or would add. */
export function readSources(root: string): Source[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  return [...new Set(listed.split('\0'))]
    .filter((path) => textFile.test(path) && existsSync(`${root}/${path}`))
    .map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') }));
}

export const isTest = (path: string) =>
  /\.test\.tsx?$|(^|\/)testdata\/|^(e2e|bench)\//.test(path) || path === 'playwright.config.ts';
export const isCode = (path: string) => /\.(tsx?|mjs)$/.test(path);
export const isModule = (path: string) => /\.tsx?$/.test(path) && !isTest(path);
export const directive = (source: Source, word: 'use client' | 'use server') =>
  new RegExp(`^\\s*(?:/\\*[\\s\\S]*?\\*/\\s*|//.*\\n\\s*)*['"]${word}['"]`).test(source.text);

export type Import = { target: string; typeOnly: boolean };

const importForms = [
  /^\s*(?:import|export)\s+(type\s+)?[\w*{][^'";]*?\sfrom\s+['"]([^'"]+)['"]/gm,
  /^\s*import\s+()['"]([^'"]+)['"]/gm,
  /\bimport\(\s*()['"]([^'"]+)['"]\s*\)/g,
];

/** What a module imports: a path of ours from the root without its extension, or a package's name. */
export function importsOf(source: Source): Import[] {
  return importForms.flatMap((form) =>
    [...source.text.matchAll(form)].map((match) => ({
      target: resolve(source.path, match[2] ?? ''),
      // `typeof import('…')` is erased as well, but nobody needs it here: a dynamic import counts as a value.
      typeOnly: Boolean(match[1]),
    })),
  );
}

function resolve(from: string, specifier: string): string {
  const path = specifier.startsWith('@/')
    ? specifier.slice(2)
    : specifier.startsWith('.')
      ? posix.join(posix.dirname(from), specifier)
      : null;
  return path === null ? specifier : path.replace(/\.(tsx?|mjs|js)$/, '');
}

/** Modules by the path that imports name them with. */
export function byModule(sources: Source[]): Map<string, Source> {
  return new Map(sources.filter((s) => isCode(s.path)).map((s) => [s.path.replace(/\.(tsx?|mjs)$/, ''), s]));
}
