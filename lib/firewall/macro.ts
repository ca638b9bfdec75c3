/**
 * Macros (SEMANTICS 3, Macros): the lines of one, each with the rule's own fields. A field of the rule that a line has
 * too must be the same text, or the whole rule is in error: `DNS` with tcp is, `HTTP` with tcp is fine.
 */
import type { Family } from '@/lib/firewall/address';
import { type MacroLine, macros } from '@/lib/firewall/facts/macros';
import type { Rule } from '@/lib/firewall/model';

const fields = ['proto', 'dport', 'sport', 'icmpType'] as const;

const inFamily = (lines: MacroLine[], family: Family) =>
  lines.filter((line) => line.family === undefined || line.family === family);

/** The words of the first conflict. Without a family of its own the rule is checked against the lines for IPv4. */
export function macroConflict(rule: Rule, family: Family | null): string | null {
  const all = macros.get(rule.macro?.toLowerCase() ?? '') ?? [];
  const ipv4 = inFamily(all, family ?? 4);
  const lines = family === null && ipv4.length === 0 ? all : ipv4;
  for (const line of lines)
    for (const field of fields) {
      const own = line[field];
      if (own !== undefined && rule[field] !== undefined && rule[field] !== own)
        return `${field} ${rule[field]} is not that of the macro ${rule.macro}, which has ${own}`;
    }
  return null;
}

/** The rules that a macro stands for in a family, in order; none where it is the other family's. */
export function expandMacro(rule: Rule, family: Family): Rule[] {
  const lines = inFamily(macros.get(rule.macro?.toLowerCase() ?? '') ?? [], family);
  return lines.map(({ family: _, ...line }) => ({ ...rule, ...line, macro: undefined }));
}
