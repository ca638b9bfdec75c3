/** `npm run bench -- NAME [--json]`: one measurement of `bench/`, as a table, or as JSON for a machine. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../bench/table.mjs';
import { build } from './build.mjs';
import { generate } from './steps/generate.mjs';
import { install } from './steps/install.mjs';
import { root } from './steps/root.mjs';
import { main, Stop } from './steps/stop.mjs';

await main(async () => {
  const names = readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith('.bench.mjs'))
    .map((file) => file.replace('.bench.mjs', ''));
  const [name, ...args] = process.argv.slice(2);
  if (!names.includes(name)) throw new Stop(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`);
  await install();
  await generate();
  await build();
  const { measure } = await import(`../bench/${name}.bench.mjs`);
  const rows = await measure(args.filter((arg) => arg !== '--json'));
  process.stdout.write(args.includes('--json') ? `${JSON.stringify({ name, rows }, null, 2)}\n` : table(rows));
  process.exit(0);
});
