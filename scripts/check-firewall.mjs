/**
 * `npm run check:firewall -- DIR`: every case file of a directory against the firewall engine. Prints each disagreement,
 * how many deciding rules agree, and last how many verdicts; exits with 1 unless every verdict does.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install } from './steps/install.mjs';
import { root } from './steps/root.mjs';
import { main, Stop } from './steps/stop.mjs';

const bundle = join(root, 'dist/check-firewall.mjs');

await main(async () => {
  const [directory] = process.argv.slice(2);
  if (directory === undefined || !existsSync(directory))
    throw new Stop('npm run check:firewall -- DIR, where DIR holds the case files (*.json)');
  const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
  if (names.length === 0) throw new Stop(`${directory} holds no case files (*.json)`);
  await install();
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['lib/firewall/case/check-case.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    alias: { '@': root },
    logLevel: 'warning',
  });
  const { checkFiles } = await import(pathToFileURL(bundle).href);
  const files = names.sort().map((name) => ({ name, text: readFileSync(join(directory, name), 'utf8') }));
  const { lines, agrees } = checkFiles(files);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = agrees ? 0 : 1;
});
