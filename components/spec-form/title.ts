/** A title for a change that says what will be, not what is done: "vaultwarden gets 3 GiB and 2 cores". */
import { bytesText } from '@/lib/format/bytes';
import { counted } from '@/lib/format/number';
import type { Edit } from '@/lib/plan/plan';
import { type FormValues, tagsOf } from './edit';

const MiB = 1024 ** 2;

/** As one would say it: 1.5 GiB, not 1.50. */
const amount = (mebibytes: number): string => bytesText(mebibytes * MiB).replace(/(\.\d)0 /, '$1 ');

const longest = 200;

/** The title that an edit of the form proposes; empty when nothing is edited. */
export function titleOf(hostname: string, before: FormValues, edit: Edit): string {
  const { set = {}, unset = [] } = edit;
  const gets: string[] = [];
  const clauses: string[] = [];
  if (set.memoryMiB !== undefined) gets.push(amount(set.memoryMiB));
  if (set.swapMiB !== undefined) gets.push(set.swapMiB === 0 ? 'no swap' : `${amount(set.swapMiB)} of swap`);
  if (set.cores !== undefined) gets.push(counted(set.cores, 'core'));
  if (unset.includes('cores')) gets.push('every core');
  if (set.tags !== undefined) {
    const had = tagsOf(before.tags);
    const gained = set.tags.filter((tag) => !had.includes(tag));
    const lost = had.filter((tag) => !set.tags?.includes(tag));
    if (gained.length > 0) gets.push(`the tag${gained.length > 1 ? 's' : ''} ${joined(gained)}`);
    if (lost.length > 0) clauses.push(`loses the tag${lost.length > 1 ? 's' : ''} ${joined(lost)}`);
  }
  if (set.description !== undefined) gets.push(before.description === '' ? 'a description' : 'another description');
  if (unset.includes('description')) clauses.push('loses its description');
  if (set.onboot !== undefined) clauses.push(set.onboot ? 'starts on boot' : 'no longer starts on boot');
  if (set.startup !== undefined)
    clauses.push(set.startup.order === undefined ? 'gets other start delays' : `starts in place ${set.startup.order}`);
  if (unset.includes('startup')) clauses.push('starts in no set order');
  if (set.hostname !== undefined) clauses.push(`becomes ${set.hostname}`);
  if (gets.length > 0) clauses.unshift(`gets ${joined(gets)}`);
  if (clauses.length === 0) return '';
  const title = `${hostname} ${joined(clauses, clauses.some((clause) => clause.includes(' and ')) ? ', and ' : ' and ')}`;
  return title.length <= longest ? title : `${title.slice(0, longest - 1).trimEnd()}…`;
}

function joined(words: string[], last = ' and '): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')}${last}${words.at(-1)}`;
}
