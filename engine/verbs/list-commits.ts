import type { Verb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

/** The lab repository's commits, newest first. */
export const listCommits: Verb<'listCommits'> = async ({ repository }, { limit = 50 }) => {
  const listed = await repository.list(limit);
  return listed.ok ? ok(listed.value) : err({ kind: 'internal', text: `The lab repository: ${listed.error.text}` });
};
