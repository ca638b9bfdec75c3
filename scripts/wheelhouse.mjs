#!/usr/bin/env node
/** `npx wheelhouse …`: the command line, over the built engine. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode } from './steps/check.mjs';
import { dataDirectory, root } from './steps/root.mjs';
import { main, Stop } from './steps/stop.mjs';

await main(async () => {
  checkNode();
  const cli = join(root, 'dist/cli.mjs');
  if (!existsSync(cli)) throw new Stop('Wheelhouse is not built yet: run npm start once, or npm run build.');
  const env = { ...process.env, WHEELHOUSE_DATA: dataDirectory() };
  const child = spawn(process.execPath, ['--enable-source-maps', cli, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
});
