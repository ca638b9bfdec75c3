/**
 * First-load JavaScript of each route, gzipped, against a hello-world route that is built in the same run by the same
 * Next: everything that a route's HTML loads or names in its payload. Live pages may weigh 25 KiB more than hello
 * world, any other route 90 KiB.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../scripts/steps/root.mjs';
import { run } from '../scripts/steps/run.mjs';
import { startTrial } from '../scripts/steps/trial.mjs';
import { signIn } from './memory.bench.mjs';

const live = ['/', '/containers', '/containers/107', '/changes'];
const others = [
  ...['/sign-in', '/containers/107/edit', '/containers/107/spec', '/containers/107/tasks', '/containers/107/history'],
  ...['/findings', '/history', '/settings'],
];
const liveLimitKiB = 25;
const limitKiB = 90;

/** The chunks that a page names, in its tags and in its payload. */
export function chunksOf(html) {
  return [...new Set([...html.matchAll(/static\/chunks\/[\w./%~()[\]-]+?\.js/g)].map((match) => match[0]))];
}

const sizeOf = (chunks, directory) =>
  chunks.reduce((sum, chunk) => sum + gzipSync(readFileSync(join(directory, decodeURIComponent(chunk)))).length, 0) /
  1024;

/** Builds an application of one page with nothing on it, with the same Next and settings, and reads its page. */
async function helloWorld() {
  const directory = mkdtempSync(join(tmpdir(), 'hello-'));
  try {
    mkdirSync(join(directory, 'app'));
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
    for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(directory, file));
    writeFileSync(join(directory, 'next.config.mjs'), `export default { turbopack: { root: '/' } };\n`);
    writeFileSync(
      join(directory, 'app/layout.tsx'),
      'export default function Layout({ children }: { children: React.ReactNode }) {\n  return <html lang="en"><body>{children}</body></html>;\n}\n',
    );
    writeFileSync(
      join(directory, 'app/page.tsx'),
      'export default function Page() {\n  return <p>Hello, world</p>;\n}\n',
    );
    const { code, output } = await run(
      process.execPath,
      [join(root, 'node_modules/next/dist/bin/next'), 'build', directory],
      {
        env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      },
    );
    if (code !== 0) throw new Error(`hello world was not built:\n${output}`);
    const html = readFileSync(join(directory, '.next/server/app/index.html'), 'utf8');
    return sizeOf(chunksOf(html), join(directory, '.next'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export async function measure() {
  const hello = await helloWorld();
  const trial = await startTrial();
  try {
    const cookie = await signIn(trial);
    const rows = [{ route: 'hello world', KiB: hello, more: 0, limit: '', holds: '' }];
    for (const route of [...live, ...others]) {
      const answer = await fetch(`${trial.url}${route}`, { headers: route === '/sign-in' ? {} : { cookie } });
      if (!answer.ok) throw new Error(`${route} answered ${answer.status}`);
      const size = sizeOf(chunksOf(await answer.text()), join(root, '.next'));
      const limit = live.includes(route) ? liveLimitKiB : limitKiB;
      rows.push({
        route,
        KiB: size,
        more: size - hello,
        limit: `+${limit}`,
        holds: size - hello <= limit ? 'yes' : 'no',
      });
    }
    return rows;
  } finally {
    await trial.stop();
  }
}
