/** Rule lists of the datacenter, of security groups, nodes and guests: the same calls on different lists. */
import { checkSection, digestOfList, listWithDigest } from '@/simulator/firewall/digest';
import { checkRule, removeProperties, showRule, takeInto } from '@/simulator/firewall/rule';
import { rulesOf } from '@/simulator/firewall/section';
import { splitList } from '@/simulator/interface/list';
import { die } from '@/simulator/refusal';
import type { Rule } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

function shown(world: World, call: Call): Record<string, unknown>[] {
  const { rules, environment, references } = rulesOf(world, call);
  return rules.map((rule, pos) => showRule(rule, pos, environment, references));
}

/** The digest is that of the rules in their order: where a rule stands is part of it. */
const digestOf = (world: World, call: Call) => digestOfList(rulesOf(world, call).rules);

function list(world: World, call: Call): unknown {
  const digest = digestOf(world, call);
  return listWithDigest(shown(world, call)).map((rule) => ({ ...rule, digest }));
}

function positionOf(call: Call, rules: Rule[]): number {
  const pos = Number(call.parameters.pos);
  if (!rules[pos]) die(`no rule at position ${pos}`);
  return pos;
}

function read(world: World, call: Call): unknown {
  const pos = positionOf(call, rulesOf(world, call).rules);
  // A single rule has its position as a text (FACTS §1).
  return { ...shown(world, call)[pos], pos: String(pos), digest: digestOf(world, call) };
}

/** A new rule always comes first; `pos` is not looked at. */
function add(world: World, call: Call): null {
  const { rules, environment, references } = rulesOf(world, call);
  checkSection(digestOf(world, call), call.parameters.digest);
  const rule: Rule = {};
  takeInto(rule, call.parameters);
  checkRule(rule, environment, references);
  rule.enable ??= '0';
  rules.unshift(rule);
  return null;
}

function change(world: World, call: Call): null {
  const { rules, environment, references } = rulesOf(world, call);
  checkSection(digestOf(world, call), call.parameters.digest);
  const pos = positionOf(call, rules);
  const { moveto, delete: remove } = call.parameters;
  if (moveto !== undefined && Number(moveto) !== pos) {
    move(rules, pos, Number(moveto));
    return null;
  }
  const rule: Rule = { ...rules[pos] };
  takeInto(rule, call.parameters);
  removeProperties(rule, splitList(remove ?? ''));
  checkRule(rule, environment, references);
  rules[pos] = rule;
  return null;
}

/** Puts a rule before the one that was at `target`; beyond the end is the end. */
function move(rules: Rule[], pos: number, target: number): void {
  const [rule] = rules.splice(pos, 1);
  if (rule) rules.splice(target > pos ? target - 1 : target, 0, rule);
}

function remove(world: World, call: Call): null {
  const { rules } = rulesOf(world, call);
  checkSection(digestOf(world, call), call.parameters.digest);
  rules.splice(positionOf(call, rules), 1);
  return null;
}

const lists = ['/cluster/firewall/rules', '/nodes/{node}/firewall/rules', '/nodes/{node}/lxc/{vmid}/firewall/rules'];

export const firewallRuleHandlers: Handlers = Object.fromEntries(
  [...lists, '/cluster/firewall/groups/{group}'].flatMap((path) => [
    [`GET ${path}`, list],
    [`POST ${path}`, add],
    [`GET ${path}/{pos}`, read],
    [`PUT ${path}/{pos}`, change],
    [`DELETE ${path}/{pos}`, remove],
  ]),
);
