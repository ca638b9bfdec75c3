/**
 * The lab as a git repository: one YAML file a container, one commit a change.
 *
 * A commit is made beside the work tree and the branch moves last, so a crash leaves either the whole commit or none.
 * The work tree follows the branch: `wheelhouse-follow` in `.git` names the files that are still to be written, from
 * before the branch moves until they are; `openLabRepository` finishes what it names. Each file is replaced by a
 * rename. A commit that a run has already made (same `Run-Id`, not older than the run) is not made again.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type CommitRequest, commitStream } from '@/engine/git/commit-stream';
import { type GitError, runGit } from '@/engine/git/run-git';
import type { Log } from '@/engine/log';
import { err, ok, type Result } from '@/lib/result';

export type Commit = {
  hash: string;
  at: number;
  author: string;
  subject: string;
  changeId: number | null;
  files: string[];
};

export type LabRepository = {
  readonly dir: string;
  /** Commits the files once for this run; null: not for a run. The answer is the commit's hash. */
  commit(request: CommitRequest, run: { id: number; startedAt: number } | null): Promise<Result<string, GitError>>;
  /** Newest first. */
  list(limit: number): Promise<Result<{ items: Commit[]; total: number }, GitError>>;
  /** The newest commit; null when there is none. */
  head(): Promise<string | null>;
};

const branch = 'refs/heads/main';
const lockPatienceMs = 3_000;

/** Opens the repository in `dir`, makes it when there is none, and finishes what a crash left half-done. */
export async function openLabRepository(dir: string, log: Log): Promise<Result<LabRepository, GitError>> {
  mkdirSync(dir, { recursive: true });
  const git = (args: string[], input?: string) => runGit(dir, args, input);
  const made = await git(['init', '-q']);
  if (!made.ok) return made;
  if ((await headOf(dir)) === null) await git(['symbolic-ref', 'HEAD', branch]);
  await dropStaleLock(dir, log);
  const followed = await finishFollowing(dir);
  if (!followed.ok) return followed;
  await git(['gc', '--auto', '-q']);

  let last: Promise<unknown> = Promise.resolve();
  return ok({
    dir,
    commit(request, run) {
      const turn = last.then(() => commitOnce(dir, request, run));
      last = turn.catch(() => undefined);
      return turn;
    },
    list: (limit) => listCommits(dir, limit),
    head: () => headOf(dir),
  });
}

async function headOf(dir: string): Promise<string | null> {
  const head = await runGit(dir, ['rev-parse', '-q', '--verify', `${branch}^{commit}`]);
  return head.ok ? head.value.trim() : null;
}

async function commitOnce(
  dir: string,
  request: CommitRequest,
  run: { id: number; startedAt: number } | null,
): Promise<Result<string, GitError>> {
  const made = run ? await commitOfRun(dir, run) : ok(null);
  if (!made.ok) return made;
  if (made.value === null) {
    writeFileSync(followPath(dir), JSON.stringify(request.files.map((file) => file.path)));
    const stream = commitStream(branch, await headOf(dir), request);
    const imported = await runGit(dir, ['fast-import', '--quiet', '--done', '--date-format=raw'], stream);
    if (!imported.ok) return imported;
  }
  const hash = made.value ?? (await headOf(dir));
  if (!hash) return err({ kind: 'git', text: 'git made no commit', exitCode: 0 });
  const followed = await finishFollowing(dir);
  return followed.ok ? ok(hash) : followed;
}

/** The commit whose trailer names this run. Older ones are of another database that used the same number. */
async function commitOfRun(
  dir: string,
  run: { id: number; startedAt: number },
): Promise<Result<string | null, GitError>> {
  if ((await headOf(dir)) === null) return ok(null);
  const since = Math.floor(run.startedAt / 1000);
  const found = await runGit(dir, ['log', '--format=%H %ct %(trailers:key=Run-Id,valueonly,separator=%x2C)', branch]);
  if (!found.ok) return found;
  const line = found.value
    .split('\n')
    .map((text) => text.split(' '))
    .find(([, at, id]) => id === String(run.id) && Number(at) >= since);
  return ok(line?.[0] ?? null);
}

const followPath = (dir: string) => path.join(dir, '.git', 'wheelhouse-follow');

/** Writes the files that a commit changed into the work tree and the index, as the branch has them. */
async function finishFollowing(dir: string): Promise<Result<void, GitError>> {
  if (!existsSync(followPath(dir))) return ok(undefined);
  const named = z.array(z.string()).safeParse(parseJson(readFileSync(followPath(dir), 'utf8')));
  const files = named.success ? named.data : [];
  for (const file of files) {
    const text = await runGit(dir, ['cat-file', 'blob', `${branch}:${file}`]);
    if (text.ok) replaceFile(path.join(dir, file), text.value);
  }
  const known = files.filter((file) => existsSync(path.join(dir, file)));
  if (known.length > 0) {
    const added = await runGit(dir, ['add', '--', ...known]);
    if (!added.ok) return added;
  }
  rmSync(followPath(dir), { force: true });
  return ok(undefined);
}

/** What is no JSON was being written when the engine died; the branch had not moved then. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function replaceFile(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** A git of ours that was killed leaves its lock; one that still runs gets a while to end. */
async function dropStaleLock(dir: string, log: Log): Promise<void> {
  const lock = path.join(dir, '.git', 'index.lock');
  for (let waited = 0; existsSync(lock) && waited < lockPatienceMs; waited += 100) await sleep(100);
  if (!existsSync(lock)) return;
  rmSync(lock, { force: true });
  log('warn', 'Removed a stale index.lock from the lab repository');
}

async function listCommits(dir: string, limit: number): Promise<Result<{ items: Commit[]; total: number }, GitError>> {
  if ((await headOf(dir)) === null) return ok({ items: [], total: 0 });
  const format = '%x1e%H%x1f%at%x1f%an%x1f%s%x1f%(trailers:key=Change-Id,valueonly,separator=%x2C)%x1f';
  const shown = await runGit(dir, ['log', `--max-count=${limit}`, '--name-only', `--format=${format}`, branch]);
  if (!shown.ok) return shown;
  const counted = await runGit(dir, ['rev-list', '--count', branch]);
  if (!counted.ok) return counted;
  return ok({ items: shown.value.split('\x1e').slice(1).map(parseCommit), total: Number(counted.value) });
}

function parseCommit(record: string): Commit {
  const [hash = '', at = '0', author = '', subject = '', changeId = '', files = ''] = record.split('\x1f');
  return {
    hash,
    at: Number(at) * 1000,
    author,
    subject,
    changeId: /^\d+$/.test(changeId) ? Number(changeId) : null,
    files: files.split('\n').filter((line) => line !== ''),
  };
}
