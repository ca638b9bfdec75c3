/**
 * Builds what is stale: `dist/*.mjs` (engine, command line, simulator; one bundle each, packages left outside) and
 * `.next/` (the web). `npm run build` calls it, and so do `npm start` and `npm test`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generate } from './steps/generate.mjs';
import { install } from './steps/install.mjs';
import { step } from './steps/progress.mjs';
import { root } from './steps/root.mjs';
import { packageCommand, run } from './steps/run.mjs';
import { fingerprint, stamp } from './steps/stamp.mjs';
import { main, Stop } from './steps/stop.mjs';
import { inTurn } from './steps/turn.mjs';

/** What each bundle begins with. */
export const bundles = {
  engine: 'engine/main.ts',
  cli: 'engine/cli/main.ts',
  simulator: 'simulator/main.ts',
};

const common = ['package-lock.json', 'tsconfig.json', 'prisma/schema.prisma', 'lib'];
const dist = {
  sources: [...common, 'engine', 'simulator', 'scripts/build.mjs'],
  stamp: stamp(join(root, 'dist/stamp')),
};
// Of the engine the web holds its client alone (safety.test.ts keeps it so): another edit there builds no web.
const web = {
  sources: [
    ...common,
    ...['engine/rpc', 'engine/log.ts', 'engine/secret.ts'],
    ...['app', 'components', 'public', 'proxy.ts', 'next.config.ts', 'postcss.config.mjs'],
  ],
  stamp: stamp(join(root, '.next/wheelhouse-stamp')),
};

async function buildBundles() {
  const { build } = await import('esbuild');
  try {
    await build({
      absWorkingDir: root,
      entryPoints: bundles,
      outdir: 'dist',
      outExtension: { '.js': '.mjs' },
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: true,
      alias: {
        // By name, so that a module of ours that is not there is an error and not taken for a package.
        '@': root,
        // Next's marker for modules of the server; outside Next there is nothing to guard, and it would throw.
        'server-only': './scripts/empty.mjs',
      },
      logLevel: 'silent',
    });
  } catch (error) {
    const lines = (error.errors ?? []).map((e) => `${e.location?.file ?? ''}:${e.location?.line ?? ''} ${e.text}`);
    throw new Stop(`The engine could not be built:\n${lines.length ? lines.join('\n') : error.message}`);
  }
}

async function buildWeb() {
  const { code, output } = await run(process.execPath, [packageCommand('next/dist/bin/next'), 'build'], {
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (code !== 0) throw new Stop(`The web could not be built:\n${output.trim()}`);
}

async function buildIfStale(name, part, work, result) {
  const print = fingerprint(part.sources);
  if (part.stamp.holds(print) && existsSync(join(root, result))) return;
  await step(name, async () => {
    part.stamp.clear();
    await work();
    part.stamp.set(print);
  });
}

/** Builds both parts, each only if its sources changed; waits where another process builds already. */
export async function build() {
  await inTurn(join(root, 'node_modules/.wheelhouse-builds'), async () => {
    await buildIfStale('building engine and simulator', dist, buildBundles, 'dist/engine.mjs');
    await buildIfStale('building the web (about half a minute)', web, buildWeb, '.next/BUILD_ID');
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await main(async () => {
    await install();
    await generate();
    await build();
  });
