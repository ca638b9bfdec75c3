/**
 * The repository's own rules, kept by a test: which way imports run, that every action and verb is checked and
 * audited, and what no file has. Each rule is also shown a tiny offender, so that none of them can pass by seeing
 * nothing.
 */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contract } from '@/engine/rpc/contract';
import { leastRole } from '@/lib/roles/table';
import { actionsGoThroughAct, pagesCheckTheRole, verbsHaveRooms, writesAreAudited } from '@/scripts/safety/access';
import { arrows, browserWeight, pureCore, serverOnly } from '@/scripts/safety/arrows';
import { linksResolve, noShortcuts, nothingLeaks, serverByDefault, shortFiles } from '@/scripts/safety/manners';
import { readSources, type Source, type Violation } from '@/scripts/safety/source';

const root = import.meta.dirname;
const sources = readSources(root);
const verbs = Object.keys(contract);
const file = (path: string, text: string): Source => ({ path, text });
const importing = (path: string, ...targets: string[]) =>
  file(path, targets.map((target) => `import { x } from '${target}';\n`).join(''));

type Rule = { name: string; check: (sources: Source[]) => Violation[]; bad: Source[][]; good: Source[][] };

const rules: Rule[] = [
  {
    name: 'imports run along the arrows',
    check: arrows,
    bad: [
      [importing('lib/plan/x.ts', '@/engine/log')],
      [importing('lib/plan/x.ts', '../../components/button/button')],
      [importing('lib/plan/x.ts', '@/generated/prisma/client')],
      [importing('components/a/x.tsx', '@/app/act')],
      [importing('components/a/x.tsx', '@/engine/rpc/contract')],
      [importing('app/x.ts', '@/engine/verbs/sign-in')],
      [importing('engine/x.ts', '@/components/button/button')],
      [importing('simulator/x.ts', '@/engine/log')],
      [file('lib/x.ts', "export * from '@/simulator/state';")],
      [file('lib/x.ts', "const x = await import('@/engine/log');")],
    ],
    good: [
      [importing('lib/db/x.ts', '@/generated/prisma/client'), importing('app/x.ts', '@/engine/rpc/client', 'react')],
      [file('components/x.tsx', "import type { ChangeDetail } from '@/engine/rpc/contract';")],
      [importing('engine/x.test.ts', '@/simulator/simulator')],
    ],
  },
  {
    name: 'nothing of the server reaches a browser',
    check: browserWeight,
    bad: [
      [
        file('components/x.tsx', "'use client';\nimport { y } from '@/lib/y';"),
        importing('lib/y.ts', './z'),
        importing('lib/z.ts', 'zod'),
      ],
      [file('app/x.tsx', "/** A page. */\n'use client';\nimport { callEngine } from '@/engine/rpc/client';")],
    ],
    good: [
      [
        file('app/x.tsx', "'use client';\nimport { save } from './actions';\nimport type { Y } from '@/lib/y';"),
        file('app/actions.ts', "'use server';\nimport { z } from 'zod';"),
        importing('lib/y.ts', 'zod'),
      ],
    ],
  },
  {
    name: 'what calls the engine is marked server-only',
    check: serverOnly,
    bad: [
      [importing('app/session.ts', '@/engine/rpc/client')],
      [importing('engine/rpc/client.ts', 'node:http')],
      [importing('engine/rpc/client.ts', 'server-only', '@/engine/proxmox/x'), file('engine/proxmox/x.ts', '')],
    ],
    good: [
      [
        importing('app/session.ts', 'server-only', '@/engine/rpc/client'),
        importing('app/x/route.ts', '@/engine/rpc/client'),
      ],
    ],
  },
  {
    name: 'the core is pure',
    check: pureCore,
    bad: [
      [importing('lib/plan/x.ts', 'node:fs')],
      [file('lib/plan/x.ts', 'const now = Date.now();')],
      [file('lib/plan/x.ts', 'const id = Math.random();')],
      [file('lib/plan/x.ts', 'const home = process.env.HOME;')],
    ],
    good: [[importing('lib/db/x.ts', 'node:fs'), file('lib/plan/x.ts', 'const day = new Date(at);')]],
  },
  {
    name: 'every server action goes through act',
    check: actionsGoThroughAct,
    bad: [
      [
        file(
          'app/a.ts',
          "'use server';\nexport async function wipe(id: number) {\n  return callEngine('wipe', { id });\n}",
        ),
      ],
      [
        file(
          'app/a.ts',
          "'use server';\nexport async function wipe(id: number) {\n  return run(id);\n}\nexport async function save() {\n  return act('x', {});\n}",
        ),
      ],
      [file('app/page.tsx', "export default function Page() {\n  async function f() {\n    'use server';\n  }\n}")],
    ],
    good: [
      [
        file(
          'app/a.ts',
          "'use server';\nexport async function propose(id: number) {\n  return act('x', { id });\n}\nexport async function other() {\n  return propose(1);\n}",
        ),
      ],
    ],
  },
  {
    name: 'every page asks who is there, every handler takes a credential',
    check: pagesCheckTheRole,
    bad: [
      [file('app/changes/page.tsx', 'export default function Page() { return null; }')],
      [file('app/api/x/route.ts', 'export function GET() { return Response.json({}); }')],
    ],
    good: [[file('app/changes/page.tsx', 'await requireUser();'), file('app/sign-in/page.tsx', '')]],
  },
  {
    name: 'no file is over 350 lines',
    check: shortFiles,
    bad: [[file('lib/x.ts', 'x\n'.repeat(351))]],
    good: [[file('lib/x.ts', 'x\n'.repeat(350)), file('lab/lab.json', 'x\n'.repeat(900))]],
  },
  {
    name: "less than a third of the components say 'use client'",
    check: serverByDefault,
    bad: [[file('components/x.tsx', "'use client';"), file('components/y.tsx', '')]],
    good: [[file('components/x.tsx', "'use client';"), file('components/y.tsx', ''), file('components/z.tsx', '')]],
  },
  {
    name: 'no skipped test, no way around the types, no swallowed error',
    check: noShortcuts,
    bad: [
      ['te', "st.skip('x', () => {});"],
      ['describe.', "only('x', () => {});"],
      ['// @ts', '-ignore'],
      ['const x = y as an', 'y;'],
      ['function f(x: an', 'y) {}'],
      ['try { x(); } catch ', '{}'],
      ['// TO', 'DO later'],
    ].map((parts) => [file('lib/x.ts', parts.join(''))]),
    good: [[file('lib/x.ts', "// as any reader knows\ntest.runIf(a)('x', () => {});\nconst company = many;")]],
  },
  {
    name: 'no secret, no registry host, nothing of the workplace',
    check: nothingLeaks,
    bad: [
      ['-----BEGIN OPENSSH PRIVATE', ' KEY-----'],
      ['https://registry.', 'npmjs.org/x'],
      ['see `/', 'work/shared`'],
      ['see /tmp/', 'brief.md'],
    ].map((parts) => [file('docs/x.md', parts.join(''))]),
    good: [[file('docs/x.md', 'PVEAPIToken=user@realm!tokenid=uuid and https://nodejs.org and ./workshop/x')]],
  },
  {
    name: 'links in documents lead somewhere',
    check: (all) => linksResolve(all, (path) => existsSync(`${root}/${path}`)),
    bad: [[file('docs/x.md', 'see [here](./nowhere.md)')]],
    good: [[file('docs/x.md', '[a](../package.json#x), [b](https://pve.proxmox.com), [c](#part)')]],
  },
  {
    name: 'every verb has its room and its role',
    check: (all) => verbsHaveRooms(all, all === sources ? verbs : ['doIt'], all === sources ? leastRole : {}),
    bad: [[file('engine/verbs/do-it.ts', '')], []],
    good: [],
  },
  {
    name: 'every verb that writes is audited',
    check: (all) =>
      writesAreAudited(all, all === sources ? verbs : ['doIt'], all === sources ? leastRole : { doIt: 'operator' }),
    bad: [[file('engine/verbs/do-it.ts', 'db.change.create({});')]],
    good: [
      [file('engine/verbs/do-it.ts', 'await audit(tx, {});')],
      [
        importing('engine/verbs/do-it.ts', '@/engine/apply/go'),
        file('engine/apply/go.ts', 'await recordAudit(tx, {});'),
      ],
    ],
  },
];

describe.each(rules)('$name', ({ check, bad, good }) => {
  test('here', () => {
    expect(check(sources)).toEqual([]);
  });
  test('an offender is caught', () => {
    for (const sample of bad) expect(check(sample), JSON.stringify(sample)).not.toEqual([]);
    for (const sample of good) expect(check(sample), JSON.stringify(sample)).toEqual([]);
  });
});

test('the rules see the repository', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(verbs.length).toBeGreaterThan(20);
});
