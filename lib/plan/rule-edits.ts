/**
 * The calls that turn one list of firewall rules into another, each with the one call that undoes it.
 *
 * Proxmox has no call that sets the list (FACTS §6): POST always inserts at the top, PUT changes one rule in place or
 * moves it (`moveto` k+1 to end at k, counted before the move), DELETE takes one away. So a rule that belongs further
 * down is inserted disabled, moved, and then enabled, so that it never acts where it does not belong; a rule is taken
 * away by the same way backwards. That is more calls than strictly needed, but each has a single call as its inverse.
 */
import { canonicalJson } from '@/lib/plan/canonical';
import { formatRule } from '@/lib/pve/firewall';
import { type FirewallRuleSpec, firewallRuleSchema } from '@/lib/spec/container';

/** One edit of the list: what is sent below `…/firewall/`, and what undoes it. */
export type RuleEdit = {
  title: string;
  call: RuleCall;
  inverse: RuleCall;
  before: FirewallRuleSpec[];
  after: FirewallRuleSpec[];
};
export type RuleCall = { method: 'PUT' | 'POST' | 'DELETE'; path: string; params: Record<string, string> };

export function ruleEdits(liveRules: FirewallRuleSpec[], wantRules: FirewallRuleSpec[]): RuleEdit[] {
  const live = liveRules.map(normalRule);
  const want = wantRules.map(normalRule);
  const edits: RuleEdit[] = [];
  let now = live;
  const push = (title: string, call: RuleCall, inverse: RuleCall, after: FirewallRuleSpec[]) => {
    edits.push({ title, call, inverse, before: now, after });
    now = after;
  };
  const change = (at: number, rule: FirewallRuleSpec, title: string) => {
    const was = now[at];
    if (!was || same(was, rule)) return;
    push(title, put(at, was, rule), put(at, rule, was), now.with(at, rule));
  };

  const insert = (at: number, rule: FirewallRuleSpec) => {
    const first = at === 0 ? rule : { ...rule, enable: false };
    push(`Rule ${at + 1} added: ${ruleText(rule)}`, post(first), drop, [first, ...now]);
    if (at === 0) return;
    push(`Rule 1 moved to ${at + 1}`, move(0, at), move(at, 0), moved(now, 0, at));
    change(at, rule, `Rule ${at + 1} enabled`);
  };
  const remove = (at: number) => {
    const rule = now[at];
    if (!rule) return;
    if (at > 0) {
      change(at, { ...rule, enable: false }, `Rule ${at + 1} disabled, to be removed`);
      push(`Rule ${at + 1} moved to 1, to be removed`, move(at, 0), move(0, at), moved(now, at, 0));
    }
    push(`Rule removed: ${ruleText(rule)}`, drop, post(now[0] ?? rule), now.slice(1));
  };

  let head = 0;
  while (head < live.length && head < want.length && same(live[head], want[head])) head++;
  let tail = 0;
  const least = Math.min(live.length, want.length) - head;
  while (tail < least && same(live.at(-1 - tail), want.at(-1 - tail))) tail++;

  const liveEnd = live.length - tail;
  const wantEnd = want.length - tail;
  for (let at = head; at < Math.min(liveEnd, wantEnd); at++) {
    const [was, rule] = [now[at], want[at]];
    if (!was || !rule) continue;
    // FACTS §6: the type of a group rule cannot be changed in place
    if ((was.type === 'group') === (rule.type === 'group'))
      change(at, rule, `Rule ${at + 1} changed: ${ruleText(rule)}`);
    else {
      insert(at, rule);
      remove(at + 1);
    }
  }
  for (let at = liveEnd; at < wantEnd; at++) {
    const rule = want[at];
    if (rule) insert(at, rule);
  }
  for (let at = liveEnd - 1; at >= wantEnd; at--) remove(at);
  return edits;
}

/** The list after one such call, as Proxmox leaves it. */
export function applyRuleCall(rules: FirewallRuleSpec[], call: RuleCall): FirewallRuleSpec[] {
  if (call.method === 'POST') return [ruleOf(call.params), ...rules];
  const at = Number(/\d+$/.exec(call.path)?.[0]);
  if (call.method === 'DELETE') return rules.toSpliced(at, 1);
  const { moveto } = call.params;
  if (moveto === undefined) return rules.with(at, ruleOf(call.params));
  return moved(rules, at, Number(moveto) > at ? Number(moveto) - 1 : Number(moveto));
}

/** A rule in one line; two different rules never have the same text. */
export function ruleText(given: FirewallRuleSpec): string {
  const rule = normalRule(given);
  const words = [
    rule.type === 'group' ? `group ${rule.action}` : `${rule.type} ${rule.action}`,
    rule.macro && `${rule.macro}()`,
    rule.proto,
    rule.dport,
    rule.icmpType && `icmp ${rule.icmpType}`,
    rule.source && `from ${rule.source}`,
    rule.sport && `port ${rule.sport}`,
    rule.dest && `to ${rule.dest}`,
    rule.iface && `on ${rule.iface}`,
    rule.log && `log ${rule.log}`,
  ];
  const text = words.filter(Boolean).join(' ');
  return `${text}${rule.comment ? ` (${rule.comment})` : ''}${rule.enable ? '' : ', disabled'}`;
}

/** The whole list as it is shown in an edit, and compared when it is read back. */
export function listText(rules: FirewallRuleSpec[]): string {
  return rules.length === 0 ? 'no rules' : rules.map((rule, at) => `${at + 1}. ${ruleText(rule)}`).join('; ');
}

/** A rule as Proxmox keeps it: comments end at their line, empty texts are none, `nolog` is the default (FACTS §6). */
function normalRule(rule: FirewallRuleSpec): FirewallRuleSpec {
  const { log, comment, ...rest } = rule;
  const kept = { ...rest, log: log === 'nolog' ? '' : log, comment: comment?.split('\n')[0]?.trim() };
  return Object.fromEntries(
    Object.entries(kept).filter(([, value]) => value !== undefined && value !== ''),
  ) as FirewallRuleSpec;
}

const same = (a: FirewallRuleSpec | undefined, b: FirewallRuleSpec | undefined) =>
  canonicalJson(a && formatRule(a)) === canonicalJson(b && formatRule(b));

const drop: RuleCall = { method: 'DELETE', path: 'rules/0', params: {} };
const post = (rule: FirewallRuleSpec): RuleCall => ({ method: 'POST', path: 'rules', params: formatRule(rule) });

function put(at: number, from: FirewallRuleSpec, to: FirewallRuleSpec): RuleCall {
  const params = formatRule(to);
  const gone = Object.keys(formatRule(from)).filter((key) => !(key in params));
  const path = `rules/${at}`;
  return { method: 'PUT', path, params: gone.length > 0 ? { ...params, delete: gone.join(',') } : params };
}

const move = (from: number, to: number): RuleCall => ({
  method: 'PUT',
  path: `rules/${from}`,
  params: { moveto: String(to > from ? to + 1 : to) },
});

function moved<T>(items: T[], from: number, to: number): T[] {
  const item = items.slice(from, from + 1);
  return items.toSpliced(from, 1).toSpliced(to, 0, ...item);
}

/** The rule that a whole set of parameters describes; the inverse of `formatRule`. */
function ruleOf(params: Record<string, string>): FirewallRuleSpec {
  const { type, action = '', enable, 'icmp-type': icmpType, delete: _, ...rest } = params;
  return firewallRuleSchema.parse({ ...rest, type, action, enable: enable === '1', icmpType });
}
