/** The database client, generated from `prisma/schema.prisma` when it is missing or of an older schema. */
import { join } from 'node:path';
import { step } from './progress.mjs';
import { root } from './root.mjs';
import { packageCommand, run } from './run.mjs';
import { fingerprint, stamp } from './stamp.mjs';
import { Stop } from './stop.mjs';

/**
 * `prisma generate` looks for its migration binary and would download it, though generating never runs it. Naming
 * any executable file ends the search, so it works without a network too; what the owner has set comes first.
 */
export const prismaEnv = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
};

/** Makes `generated/` match the schema. */
export async function generate() {
  const print = fingerprint(['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']);
  const made = stamp(join(root, 'generated/stamp'));
  if (made.holds(print)) return;
  await step('generating the database client', async () => {
    made.clear();
    const command = [packageCommand('prisma/build/index.js'), 'generate'];
    const { code, output } = await run(process.execPath, command, { env: prismaEnv });
    if (code !== 0) throw new Stop(`The database client could not be generated:\n${output.trim()}`);
    made.set(print);
  });
}
