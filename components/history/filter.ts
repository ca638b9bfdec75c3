/** The history's filter, as its URL says it. Every word must be somewhere in an entry; case does not matter. */
import type { Activity } from '@/lib/live/view';

export type Commit = {
  hash: string;
  at: number;
  author: string;
  subject: string;
  changeId: number | null;
  files: string[];
};

const has = (words: string, ...texts: (string | number | null)[]): boolean => {
  const text = texts.join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

export function filterActivity(
  items: Activity[],
  { words, outcome }: { words: string; outcome?: Activity['outcome'] },
): Activity[] {
  return items.filter(
    (item) =>
      (outcome === undefined || item.outcome === outcome) &&
      has(
        words,
        item.actor,
        item.text,
        item.vmid,
        item.changeId === null ? '' : `change ${item.changeId}`,
        item.commit,
      ),
  );
}

export function filterCommits(items: Commit[], { words, vmid }: { words: string; vmid?: number }): Commit[] {
  return items.filter(
    (item) =>
      (vmid === undefined || item.files.includes(`lxc/${vmid}.yaml`)) &&
      has(
        words,
        item.hash,
        item.author,
        item.subject,
        item.changeId === null ? '' : `change ${item.changeId}`,
        ...item.files,
      ),
  );
}
