/** Who may do what, and that it leaves a trace. */
import { directive, importsOf, isModule, type Source, type Violation } from './source';

const kebab = (verb: string) => verb.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A module's exported functions, each with its text. */
function exportedFunctions(text: string): { name: string; body: string }[] {
  const exported = /^export\s+(?=(?:default\s+)?(?:async\s+)?(?:function|const)\b)/m;
  return text
    .split(exported)
    .slice(1)
    .map((piece) => ({
      name: /(?:function|const)\s+(\w+)/.exec(piece)?.[1] ?? 'default',
      body: firstDeclaration(piece),
    }));
}

/** A declaration up to the next one that begins at the start of a line. */
function firstDeclaration(piece: string): string {
  const next = piece.slice(1).search(/^(?:async\s+function|function|const|type)\s/m);
  return next < 0 ? piece : piece.slice(0, next + 1);
}

/** Every server action goes through `act`, itself or by another action of its module. */
export function actionsGoThroughAct(sources: Source[]): Violation[] {
  const inline = sources
    .filter((s) => isModule(s.path) && !directive(s, 'use server') && /^\s+['"]use server['"];/m.test(s.text))
    .map((s) => `${s.path} has a server action inside a function; actions have files of their own`);
  const around = sources
    .filter((s) => isModule(s.path) && directive(s, 'use server') && s.path !== 'app/act.ts')
    .flatMap((s) => {
      const functions = exportedFunctions(s.text);
      const through = new Set<string>();
      for (let before = -1; before !== through.size; ) {
        before = through.size;
        for (const { name, body } of functions)
          if (['act', ...through].some((word) => new RegExp(`\\b${word}\\(`).test(body.replace(/^.*?\(/, ''))))
            through.add(name);
      }
      return functions.filter(({ name }) => !through.has(name)).map(({ name }) => `${s.path}: ${name} goes past act`);
    });
  return [...inline, ...around];
}

export type Roles = Record<string, string>;

/** Every verb of the contract has a file of its own and a role, and no file is without a verb. */
export function verbsHaveRooms(sources: Source[], verbs: string[], roles: Roles): Violation[] {
  const paths = new Set(sources.map((s) => s.path));
  return verbs.flatMap((verb) => [
    ...(paths.has(`engine/verbs/${kebab(verb)}.ts`) ? [] : [`${verb} has no file engine/verbs/${kebab(verb)}.ts`]),
    ...(roles[verb] ? [] : [`${verb} has no role in lib/roles/table.ts`]),
  ]);
}

/** Every verb that writes says so to the audit, itself or by what it calls in the engine. */
export function writesAreAudited(sources: Source[], verbs: string[], roles: Roles): Violation[] {
  const modules = new Map(sources.map((s) => [s.path.replace(/\.ts$/, ''), s]));
  const audits = (source: Source, depth: number): boolean =>
    /audit\w*\(|\.audit\.create\(/i.test(source.text) ||
    (depth > 0 &&
      importsOf(source)
        .filter((i) => !i.typeOnly && /^engine\/(verbs|apply|access)\//.test(i.target))
        .some((i) => {
          const next = modules.get(i.target);
          return next ? audits(next, depth - 1) : false;
        }));
  return verbs
    .filter((verb) => roles[verb] === 'operator' || roles[verb] === 'admin')
    .filter((verb) => {
      const source = modules.get(`engine/verbs/${kebab(verb)}`);
      return source ? !audits(source, 2) : false;
    })
    .map((verb) => `${verb} writes and is not audited`);
}

/** Pages that anybody may see. */
const open = /^app\/(sign-in|\(open\))\/|^app\/(not-found|error|global-error)\.tsx$/;

/** Every page asks who is there; every handler is one of those known to ask, or to have nothing to hide. */
export function pagesCheckTheRole(sources: Source[]): Violation[] {
  const asks = /\b(requireUser|requireRole)\(|\bread\w*\(|\bask\(/;
  const pages = sources
    .filter((s) => /^app\/.*page\.tsx$/.test(s.path) && !open.test(s.path) && !asks.test(s.text))
    .map((s) => `${s.path} does not ask who is there`);
  const handlers = sources
    .filter((s) => /^app\/.*route\.ts$/.test(s.path))
    .filter((s) => !/^app\/(livez|readyz|api\/v1\/openapi\.json|api\/auth\/.*)\/route\.ts$/.test(s.path))
    .filter((s) => !/[cC]redential/.test(s.text))
    .map((s) => `${s.path} takes no credential`);
  return [...pages, ...handlers];
}
