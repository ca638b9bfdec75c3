/**
 * What can reach what: all pairs of endpoints, all services, at once.
 *
 * Each endpoint has up to two stages: one that its packets pass on the way out, and one for what comes in. A stage has a
 * row with an entry for each endpoint at the other side: which profile applies there. A profile says which line decides
 * on each service, so that a pair is two look-ups. Rows are kept with their stages: of an edited container its own rows
 * are painted anew, and no others.
 *
 * Endpoints are addresses, and packets here are unicast with their sender's own address and MAC; for anything else
 * there is `decide`.
 */
import type { Family } from '@/lib/firewall/address';
import type { Ruleset } from '@/lib/firewall/compile';
import { bridgeOf, noWay, stepAt, walk } from '@/lib/firewall/decide';
import type { Line } from '@/lib/firewall/match';
import type { By, Packet, Verdict } from '@/lib/firewall/packet';
import type { Service } from '@/lib/firewall/reach/axis';
import { type Classes, classify, type Fixed } from '@/lib/firewall/reach/classes';
import type { Endpoint } from '@/lib/firewall/reach/endpoints';
import { lineFor, type Profile } from '@/lib/firewall/reach/paint';
import type { Step } from '@/lib/firewall/step';

/** A stage of an endpoint against all others. */
export type Row = { step: Step; classes: Classes };

export type Reach = {
  ruleset: Ruleset;
  family: Family;
  given: readonly Endpoint[];
  /** Sorted by address. */
  endpoints: readonly Endpoint[];
  bridges: readonly (string | null)[];
  out: readonly (Row | null)[];
  in: readonly (Row | null)[];
  /** Within a bridge, and between two. */
  between: { bridge: Profile | null; route: Profile | null };
  /** Why nothing is filtered, if it is so. */
  open: By | null;
};

export function reach(ruleset: Ruleset, family: Family, given: readonly Endpoint[], earlier?: Reach): Reach {
  const sorted = earlier !== undefined && earlier.given === given && earlier.family === family ? earlier : null;
  const endpoints = sorted?.endpoints ?? inOrder(given);
  const points = endpoints.map(({ address }) => address);
  const bridges = endpoints.map(({ place }) => bridgeOf(ruleset, place));
  const kept = earlier?.family === family && isSame({ endpoints, bridges }, earlier) ? earlier : null;
  const open = noWay(ruleset);
  const out = endpoints.map(({ place }) => (open === null ? stepAt(ruleset, place, 'out', family) : null));
  const marks = out.map((step) => step?.marks === true);
  const sameMarks = kept?.out.every((row, index) => (row?.step.marks === true) === marks[index]) === true;
  const rows = (direction: 'out' | 'in') =>
    endpoints.map(({ place, address }, index): Row | null => {
      const step = direction === 'out' ? out[index] : open === null ? stepAt(ruleset, place, 'in', family) : null;
      if (step === null || step === undefined) return null;
      const old = kept?.[direction][index];
      if (old?.step === step && (place.kind !== 'host' || sameMarks)) return old;
      const side = direction === 'out' ? 'source' : 'dest';
      const fixed = (iface: string | null, marked: boolean): Fixed => ({
        side,
        address,
        around: { iface, marked, foreignMac: false },
      });
      const classes =
        place.kind === 'host'
          ? hostClasses(step, points, bridges, marks, fixed, family)
          : classify(step.lines, fixed(null, false), points, family);
      return { step, classes };
    });
  const middle = (step: Step) => classify(step.lines, anywhere, [0n], family).profiles[0] ?? null;
  const { bridge, route } = ruleset.steps[family];
  const between = { bridge: middle(bridge), route: middle(route) };
  return { ruleset, family, given, endpoints, bridges, out: rows('out'), in: rows('in'), between, open };
}

const inOrder = (endpoints: readonly Endpoint[]): Endpoint[] =>
  [...endpoints].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));

const anywhere: Fixed = { side: 'source', address: 0n, around: { iface: null, marked: false, foreignMac: false } };

/** Whether two matrices have the same rows and columns; which stages stand in them is asked row by row. */
const isSame = (a: Pick<Reach, 'endpoints' | 'bridges'>, b: Pick<Reach, 'endpoints' | 'bridges'>): boolean =>
  a.endpoints.length === b.endpoints.length &&
  a.endpoints.every(
    ({ address }, index) => address === b.endpoints[index]?.address && a.bridges[index] === b.bridges[index],
  );

/** The host asks by which bridge a packet comes or goes, and whether it is marked: a row of its own for each case. */
function hostClasses(
  step: Step,
  points: readonly bigint[],
  bridges: readonly (string | null)[],
  marks: readonly boolean[],
  fixed: (iface: string | null, marked: boolean) => Fixed,
  family: Family,
): Classes {
  const cases = new Map<string, Classes & { offset: number }>();
  const result: Classes = { profiles: [], index: new Uint16Array(points.length) };
  for (const [place, bridge] of bridges.entries()) {
    const marked = marks[place] === true;
    const key = `${bridge} ${marked}`;
    let own = cases.get(key);
    if (own === undefined) {
      own = { ...classify(step.lines, fixed(bridge, marked), points, family), offset: result.profiles.length };
      result.profiles.push(...own.profiles);
      cases.set(key, own);
    }
    result.index[place] = own.offset + (own.index[place] ?? 0);
  }
  return result;
}

/** The profile of a row at an endpoint. */
const profileAt = ({ classes }: Row, index: number): Profile | undefined => classes.profiles[classes.index[index] ?? 0];

/** The stages between two endpoints, in order, each with its profile. */
export function stagesBetween(all: Reach, from: number, to: number): { step: Step; profile: Profile | undefined }[] {
  const stages: { step: Step; profile: Profile | undefined }[] = [];
  const [source, target] = [all.endpoints[from]?.place.kind, all.endpoints[to]?.place.kind];
  const out = all.out[from];
  const inward = all.in[to];
  if (out && !(source === 'host' && target === 'host')) stages.push({ step: out.step, profile: profileAt(out, to) });
  if (all.open === null && source !== 'host' && target !== 'host') {
    const kind = all.bridges[from] === all.bridges[to] ? 'bridge' : 'route';
    stages.push({ step: all.ruleset.steps[all.family][kind], profile: all.between[kind] ?? undefined });
  }
  if (inward) stages.push({ step: inward.step, profile: profileAt(inward, from) });
  return stages;
}

/** The verdict on one service between two endpoints; the same that `decide` gives for that packet. */
export function verdictBetween(all: Reach, from: number, to: number, service: Service): Verdict {
  if (all.open !== null) return { verdict: 'ACCEPT', by: all.open, before: [] };
  const packet: Pick<Packet, 'proto' | 'family' | 'source' | 'dest'> = {
    proto: service.proto,
    family: all.family,
    source: all.endpoints[from]?.address ?? 0n,
    dest: all.endpoints[to]?.address ?? 0n,
  };
  const stages = stagesBetween(all, from, to);
  const find = (step: Step, index: number): Line | undefined => {
    const profile = stages[index]?.profile;
    return profile === undefined ? undefined : step.lines[lineFor(profile, service, all.family)];
  };
  return walk(
    all.ruleset,
    stages.map(({ step }) => step),
    packet,
    find,
  );
}
