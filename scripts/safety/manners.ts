/** What no file of the repository has. */
import { posix } from 'node:path';
import { directive, isCode, isModule, type Source, type Violation } from './source';

const mostLines = 350;

/** Small rooms. */
export function shortFiles(sources: Source[]): Violation[] {
  return sources
    .filter((s) => isCode(s.path))
    .map((s) => ({ path: s.path, lines: s.text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => `${path} has ${lines} lines, and ${mostLines} is the most`);
}

/** Server by default: `'use client'` in less than a third of the components. */
export function serverByDefault(sources: Source[]): Violation[] {
  const components = sources.filter((s) => isModule(s.path) && /^components\/.*\.tsx$/.test(s.path));
  const client = components.filter((s) => directive(s, 'use client'));
  return client.length * 3 > components.length
    ? [`${client.length} of ${components.length} components say 'use client'; a third is the most`]
    : [];
}

/** Written apart, so that this file does not find itself. */
const words = (...parts: string[][]) => new RegExp(parts.map((p) => p.join('')).join('|'));

const shortcuts = words(
  ['\\b(?:test|it|describe|suite)\\.', '(?:skip|only|todo|fixme)\\b'],
  ['@ts', '-(?:ignore|nocheck|expect-error)'],
  ['(?::|<|\\bas|,)\\s*', 'any\\b(?!\\w)(?=\\s*[>;,)=\\[\\]|&{]|$)'],
  ['\\bcatch\\s*(?:\\(\\w*\\)\\s*)?', '\\{\\s*\\}'],
  ['\\b(?:TO', 'DO|FIX', 'ME|X', 'XX)\\b'],
);

/** No skipped test, no way around the types, no swallowed error. */
export function noShortcuts(sources: Source[]): Violation[] {
  return sources
    .filter((s) => isCode(s.path) && !s.path.startsWith('scripts/safety/'))
    .flatMap((s) => hits(s, shortcuts));
}

const leaks = words(
  // A header with nothing of a key behind it is a sample, as tests of refusals have.
  ['-----BEGIN [A-Z ]*', 'PRIVATE KEY-----(?:\\s*$|(?:\\\\n)?[A-Za-z0-9+/]{20})'],
  ['\\bgh[pousr]_', '[A-Za-z0-9]{20}'],
  ['\\bAKIA', '[0-9A-Z]{16}'],
  ['PVEAPIToken=[\\w.]+@[\\w.]+![\\w.-]+=', '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'],
  ['registry\\.', '(?:npmjs|yarnpkg|npmmirror)\\b'],
  ['["\'(\\s`=]/', 'work/'],
  ['/tmp/', 'brief|/tmp/', 'issue'],
);

/** No secret, no registry host, nothing of the place where it was written. */
export function nothingLeaks(sources: Source[]): Violation[] {
  return sources.filter((s) => !s.path.startsWith('scripts/safety/')).flatMap((s) => hits(s, leaks));
}

function hits(source: Source, pattern: RegExp): Violation[] {
  return source.text
    .split('\n')
    .map((line, index) => ({ line, at: index + 1 }))
    .filter(({ line }) => pattern.test(line))
    .map(({ line, at }) => `${source.path}:${at}: ${line.trim().slice(0, 120)}`);
}

/** Relative links of the documents lead somewhere; `exists` is asked with a path from the root. */
export function linksResolve(sources: Source[], exists: (path: string) => boolean): Violation[] {
  return sources
    .filter((s) => s.path.endsWith('.md'))
    .flatMap((s) =>
      [...s.text.matchAll(/\]\(([^)\s]+)\)/g)]
        .map((match) => match[1] ?? '')
        .filter((link) => !/^[a-z]+:|^#/.test(link))
        .filter((link) => !exists(posix.join(posix.dirname(s.path), link.replace(/#.*$/, ''))))
        .map((link) => `${s.path} links to ${link}, and there is nothing`),
    );
}
