/** Which way imports run (docs/architecture.md), and what never gets where. */
import { byModule, directive, importsOf, isModule, type Source, type Violation } from './source';

const rooms = ['lib', 'engine', 'simulator', 'components', 'app', 'scripts', 'prisma', 'e2e', 'bench', 'generated'];
const roomOf = (path: string) => rooms.find((room) => path.startsWith(`${room}/`)) ?? null;

/** What a room may import of ours beside itself. */
function mayImport(from: string, target: string, typeOnly: boolean): boolean {
  const [room, other] = [roomOf(from), roomOf(target)];
  if (room === null || other === null || room === other) return true;
  if (room === 'lib') return other === 'generated' && from.startsWith('lib/db/');
  if (room === 'engine') return other === 'lib' || other === 'generated';
  if (room === 'simulator') return other === 'lib';
  if (room === 'components') return other === 'lib' || (typeOnly && target === 'engine/rpc/contract');
  if (room === 'app')
    return (
      other === 'components' || other === 'lib' || target === 'engine/rpc/client' || target === 'engine/rpc/contract'
    );
  return true;
}

/** Every import goes along an arrow. */
export function arrows(sources: Source[]): Violation[] {
  return sources
    .filter((s) => isModule(s.path))
    .flatMap((s) =>
      importsOf(s)
        .filter(({ target, typeOnly }) => !mayImport(s.path, target, typeOnly))
        .map(({ target }) => `${s.path} imports ${target}`),
    );
}

/** What the modules of `start` pull in by value, with the way there. Server actions are calls, not code, for a browser. */
function reach(start: Source, modules: Map<string, Source>): Map<string, string[]> {
  const seen = new Map<string, string[]>();
  const walk = (source: Source, way: string[]) => {
    for (const { target, typeOnly } of importsOf(source)) {
      if (typeOnly || seen.has(target)) continue;
      const next = modules.get(target) ?? modules.get(`${target}/index`);
      if (next && directive(next, 'use server')) continue;
      seen.set(target, [...way, target]);
      if (next) walk(next, [...way, target]);
    }
  };
  walk(start, [start.path]);
  return seen;
}

/** What a browser must never download: validation, the engine, node, and what says that it is for the server. */
const notForBrowsers = /^(zod|server-only|node:.*|yaml|next-auth|next\/headers|engine\/.*|lib\/db\/.*|generated\/.*)$/;

/** Nothing of the server is reached from a client component. */
export function browserWeight(sources: Source[]): Violation[] {
  const modules = byModule(sources);
  return sources
    .filter((s) => isModule(s.path) && directive(s, 'use client'))
    .flatMap((s) =>
      [...reach(s, modules)].filter(([target]) => notForBrowsers.test(target)).map(([, way]) => way.join(' → ')),
    );
}

/** Engine modules that the web holds: its client, and what that needs. */
const heldByWeb = /^(engine\/(rpc\/[^/]+|log|secret)|lib\/.*)$/;

/** What `app` imports of the engine says that it is for the server, and brings no other part of the engine along. */
export function serverOnly(sources: Source[]): Violation[] {
  const modules = byModule(sources);
  const client = modules.get('engine/rpc/client');
  const unmarked = sources
    .filter((s) => isModule(s.path) && s.path.startsWith('app/') && !directive(s, 'use server'))
    .filter((s) => importsOf(s).some((i) => i.target === 'engine/rpc/client' && !i.typeOnly))
    .filter((s) => !/\/route\.ts$/.test(s.path) && !importsOf(s).some((i) => i.target === 'server-only'))
    .map((s) => `${s.path} calls the engine and does not import server-only`);
  if (!client) return unmarked;
  const bare = importsOf(client).some((i) => i.target === 'server-only')
    ? []
    : [`${client.path} does not import server-only`];
  const more = [...reach(client, modules)]
    .filter(([target]) => modules.has(target) && !heldByWeb.test(target))
    .map(([, way]) => way.join(' → '));
  return [...unmarked, ...bare, ...more];
}

const impure =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b|\bperformance\.now\(|\bcrypto\.random|\bsetTimeout\(|\bfetch\(/;
/** Deterministic, and without I/O. */
const pureNode = /^node:(crypto|util)$/;

/** `lib` does no I/O and asks no clock, chance or environment; `lib/db` is the database. */
export function pureCore(sources: Source[]): Violation[] {
  return sources
    .filter((s) => isModule(s.path) && s.path.startsWith('lib/') && !s.path.startsWith('lib/db/'))
    .flatMap((s) => [
      ...importsOf(s)
        .filter((i) => i.target.startsWith('node:') && !pureNode.test(i.target))
        .map((i) => `${s.path} imports ${i.target}`),
      ...s.text
        .split('\n')
        .filter((line) => impure.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line))
        .map((line) => `${s.path}: ${line.trim()}`),
    ]);
}
