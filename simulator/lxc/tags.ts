/** Tags as Proxmox stores them: lower case, unique, sorted, joined with `;` (FACTS §4). */
import { splitList } from '@/simulator/interface/list';

export function normaliseTags(text: string): string {
  return [...new Set(splitList(text).map((tag) => tag.toLowerCase()))].sort().join(';');
}
