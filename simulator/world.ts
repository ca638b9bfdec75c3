/** The simulated datacenter at work: its state and what moves it. Handlers get it with every call. */
import type { Access } from '@/simulator/access/check';
import type { Identity, Tickets } from '@/simulator/access/identity';
import type { Clock } from '@/simulator/clock';
import type { Control } from '@/simulator/control/control';
import type { Endpoint } from '@/simulator/interface/notation';
import type { Locks } from '@/simulator/lxc/locks';
import type { Metrics } from '@/simulator/metrics/metrics';
import type { Random } from '@/simulator/random';
import type { State } from '@/simulator/state/state';
import type { Tasks } from '@/simulator/tasks/tasks';

export type Log = (level: 'info' | 'warn' | 'error', text: string, fields?: Record<string, unknown>) => void;

export type World = {
  state: State;
  clock: Clock;
  tasks: Tasks;
  metrics: Metrics;
  locks: Locks;
  control: Control;
  tickets: Tickets;
  random: Random;
  log: Log;
  fingerprint: string;
  /** Tells that the state was changed and has to be saved. */
  changed(): void;
  /** Another number whenever the state was changed. */
  revision(): number;
};

/** The node that answers: the others are reached through it. When it is down, the next one is asked. */
export const localNode = ({ state }: World): string =>
  (state.nodes.find((node) => node.online) ?? state.nodes[0])?.name ?? 'pve';

/** Nodes that are up; without more than half of them a cluster takes no write. */
export const isQuorate = ({ state }: World): boolean =>
  state.clusterName === null || state.nodes.filter((node) => node.online).length * 2 > state.nodes.length;

/** One request, authenticated, permitted and validated. */
export type Call = {
  endpoint: Endpoint;
  parameters: Record<string, string>;
  identity: Identity;
  access: Access;
};

/** What a handler answers beside plain data: a total for paged lists, or a text to download. */
export class Answer {
  constructor(
    readonly data: unknown,
    readonly extra: { total?: number; text?: string } = {},
  ) {}
}

export type Handler = (world: World, call: Call) => unknown | Promise<unknown>;
export type Handlers = Record<string, Handler>;
