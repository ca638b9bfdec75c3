/** Case files against the engine: which verdicts agree, and which deciding rules. */
import { type CaseBy, type CaseFile, type CasePacket, isCaseFile } from '@/lib/firewall/case/case-file';
import { readLab, readPacket } from '@/lib/firewall/case/read-case';
import { compile } from '@/lib/firewall/compile';
import { decide } from '@/lib/firewall/decide';

export type Disagreement = { what: 'verdict' | 'rule'; text: string };
export type Count = { packets: number; verdicts: number; rules: number };

/** What a deciding rule is known by. */
const rulePart = ({ stage, kind, scope, pos, group }: CaseBy) => [stage, kind, scope, pos, group].map(String).join(' ');

export function checkCase(file: CaseFile): { count: Count; disagreements: Disagreement[] } {
  const ruleset = compile(readLab(file.lab));
  const count: Count = { packets: 0, verdicts: 0, rules: 0 };
  const disagreements: Disagreement[] = [];
  for (const [index, packet] of file.packets.entries()) {
    count.packets += 1;
    const say = (what: Disagreement['what'], text: string) =>
      disagreements.push({ what, text: `${file.id} #${index} ${written(packet)}: ${text}` });
    const read = readPacket(packet);
    if (!read.ok) {
      say('verdict', read.error);
      continue;
    }
    const ours = decide(ruleset, read.value);
    const told = `${packet.verdict} by ${JSON.stringify(packet.by)}, here ${ours.verdict} by ${JSON.stringify(ours.by)}`;
    if (ours.verdict === packet.verdict) count.verdicts += 1;
    else say('verdict', told);
    if (rulePart(ours.by) === rulePart(packet.by)) count.rules += 1;
    else if (ours.verdict === packet.verdict) say('rule', told);
  }
  return { count, disagreements };
}

const written = ({ from, to, proto, source, dest, sport, dport, icmpType }: CasePacket) =>
  `${from} → ${to} ${proto} ${source}${sport === undefined ? '' : ` ${sport}`} → ${dest} ${icmpType ?? dport ?? ''}`;

/** The report on some files: a line for each disagreement, the count of deciding rules, and last that of verdicts. */
export function checkFiles(files: { name: string; text: string }[]): { lines: string[]; agrees: boolean } {
  const lines: string[] = [];
  const total: Count = { packets: 0, verdicts: 0, rules: 0 };
  let unreadable = 0;
  for (const { name, text } of files) {
    const file = parse(text);
    if (!isCaseFile(file)) {
      unreadable += 1;
      lines.push(`${name} is no case file`);
      continue;
    }
    const { count, disagreements } = checkCase(file);
    for (const key of ['packets', 'verdicts', 'rules'] as const) total[key] += count[key];
    lines.push(...disagreements.map(({ what, text: told }) => `${what}: ${told}`));
  }
  const share = total.packets === 0 ? 0 : (total.rules / total.packets) * 100;
  lines.push(`deciding rules: ${total.rules} of ${total.packets} agree (${share.toFixed(2)} %)`);
  lines.push(`firewall: ${total.verdicts} of ${total.packets} verdicts agree`);
  return { lines, agrees: unreadable === 0 && total.packets > 0 && total.verdicts === total.packets };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
