/** Runs git with an argument vector and an environment of our own: no shell, no user's or system's configuration. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { err, ok, type Result } from '@/lib/result';

export type GitError = { kind: 'git'; text: string; exitCode: number | null };

const committer = { name: 'Wheelhouse', email: 'wheelhouse@localhost' };

/** What git printed, or its complaint. `dir` is the work tree; the repository is always its own `.git`. */
export function runGit(dir: string, args: string[], input?: string): Promise<Result<string, GitError>> {
  return new Promise((resolve) => {
    const child = spawn('git', [...settings, ...args], { cwd: dir, env: environment(dir), stdio: 'pipe' });
    const out: Buffer[] = [];
    const complaint: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaint.push(chunk));
    // A git that dies before it has read its input is told by its exit code.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) =>
      resolve(err({ kind: 'git', text: `git could not be started: ${error.message}`, exitCode: null })),
    );
    child.on('close', (exitCode) => {
      if (exitCode === 0) resolve(ok(Buffer.concat(out).toString('utf8')));
      else
        resolve(err({ kind: 'git', text: Buffer.concat(complaint).toString('utf8').trim().slice(0, 2000), exitCode }));
    });
    child.stdin.end(input ?? '');
  });
}

const settings = [
  ['core.hooksPath', '/dev/null'],
  ['core.quotePath', 'false'],
  // A commit that was told is on the disk, also after a power cut.
  ['core.fsync', 'committed,reference,index'],
  ['gc.autoDetach', 'false'],
].flatMap(([key, value]) => ['-c', `${key}=${value}`]);

/** GIT_DIR is named outright: a search upwards would find the checkout that a data directory may lie in. */
function environment(dir: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: process.env.NODE_ENV,
    PATH: process.env.PATH,
    HOME: dir,
    LC_ALL: 'C',
    GIT_DIR: path.join(dir, '.git'),
    GIT_WORK_TREE: dir,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_AUTHOR_NAME: committer.name,
    GIT_AUTHOR_EMAIL: committer.email,
  };
}
