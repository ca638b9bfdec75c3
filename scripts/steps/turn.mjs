/** One at a time in a checkout: two builds at once would write into the same files. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const lookAgainMs = 200;

/** Runs `work` when nobody else runs theirs under this file; a holder that died without a word is passed over. */
export async function inTurn(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) await new Promise((later) => setTimeout(later, lookAgainMs));
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!lives(file)) rmSync(file, { force: true });
    return false;
  }
}

function lives(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    // Gone meanwhile, or somebody else's process: only "no such process" says that the holder is dead.
    return error.code === 'EPERM';
  }
}
