/**
 * What the control port can do to the simulation: faults that meet requests and tasks, the mutation log of every
 * write, and the count of requests. It stands between the HTTP layer and the handlers; nothing else knows of faults.
 */
import type { Socket } from 'node:net';
import type { Clock } from '@/simulator/clock';
import { type Fault, matches, type RequestLine, take } from '@/simulator/control/fault';
import type { Raw } from '@/simulator/interface/validate';
import type { TaskFault, TaskStart } from '@/simulator/tasks/tasks';

export type Mutation = {
  at: number;
  method: string;
  path: string;
  parameters: Record<string, unknown>;
  user: string | null;
  outcome: { status: number; data?: unknown; message?: string } | null;
  /** Came over SSH, not over the API. */
  door?: 'ssh';
  /** Done behind Proxmox's back, by the control port. */
  outOfBand?: true;
};

export type BeforeRequest = {
  status?: number;
  text?: string;
  drop?: boolean;
  dropAfter?: boolean;
  unauthorized?: boolean;
};

export type Control = {
  faults: Fault[];
  mutations: Mutation[];
  requests: Map<string, { count: number; first: number; last: number; times: number[] }>;
  /** False when the connection is refused or left hanging. */
  accept(socket: Socket): boolean;
  /** Counts a request and says what a fault does to it; waits out its latency. */
  before(request: RequestLine): Promise<BeforeRequest | null>;
  /** Notes a write; call what it returns with the outcome. */
  mutation(request: {
    method: string;
    path: string;
    raw: Record<string, Raw>;
    identity: { authid: string } | null;
    door?: 'ssh';
  }): (outcome: NonNullable<Mutation['outcome']>) => void;
  noteOutOfBand(parameters: Record<string, unknown>): void;
  taskFault(task: TaskStart): TaskFault;
  /** The garbage that stands in a container's file, if a fault put it there. */
  garbage(vmid: number): boolean;
};

const keptMutations = 5000;
const keptTimes = 5000;

/** `/nodes/pve/lxc/101/config` → `/nodes/{node}/lxc/{vmid}/config`: what requests are counted under. */
export function patternOfPath(path: string): string {
  return path
    .replace(/^\/nodes\/[^/]+/, '/nodes/{node}')
    .replace(/\/lxc\/\d+/, '/lxc/{vmid}')
    .replace(/\/tasks\/UPID[^/]*/, '/tasks/{upid}')
    .replace(/\/snapshot\/[^/]+/, '/snapshot/{snapname}')
    .replace(/\/rules\/\d+/, '/rules/{pos}')
    .replace(/(\/nodes\/\{node\}\/storage\/)[^/]+/, '$1{storage}');
}

export function createControl(clock: Clock): Control {
  const held = new Set<Socket>();
  const control: Control = {
    faults: [],
    mutations: [],
    requests: new Map(),
    accept(socket) {
      if (control.faults.some((fault) => fault.down)) {
        socket.destroy();
        return false;
      }
      if (control.faults.some((fault) => fault.blackhole)) {
        held.add(socket);
        socket.on('close', () => held.delete(socket));
        return false;
      }
      return true;
    },
    async before(request) {
      count(control, request);
      const applying = control.faults.filter((fault) => matches(fault, request));
      const outcome: BeforeRequest = {};
      for (const fault of applying) {
        if (!acts(fault)) continue;
        take(control.faults, fault);
        if (fault.latencyMs) await new Promise((resolve) => setTimeout(resolve, fault.latencyMs));
        if (fault.hang || fault.blackhole) await new Promise(() => undefined);
        if (fault.status) Object.assign(outcome, { status: fault.status, text: fault.text });
        if (fault.drop === 'before' || fault.down) outcome.drop = true;
        if (fault.drop === 'after') outcome.dropAfter = true;
        if (fault.tokenRevoked) outcome.unauthorized = true;
      }
      return Object.keys(outcome).length ? outcome : null;
    },
    mutation(request) {
      const mutation: Mutation = {
        at: clock.now(),
        method: request.method,
        path: request.path,
        parameters: withoutSecrets(request.raw),
        user: request.identity?.authid ?? null,
        outcome: null,
        ...(request.door ? { door: request.door } : {}),
      };
      push(control.mutations, mutation);
      return (outcome) => {
        mutation.outcome = outcome;
      };
    },
    noteOutOfBand(parameters) {
      const written = { at: clock.now(), method: 'OUT-OF-BAND', path: '/out-of-band', parameters, user: null } as const;
      push(control.mutations, { ...written, outcome: { status: 200 }, outOfBand: true });
    },
    taskFault(task) {
      const failing = control.faults.find(
        (fault) => fault.taskFail && (fault.taskFail.type ?? task.type) === task.type,
      );
      const hanging = control.faults.find(
        (fault) => fault.taskHang && (fault.taskHang === true || fault.taskHang === task.type),
      );
      const warning = control.faults.find(
        (fault) => fault.taskWarn && (fault.taskWarn.type ?? task.type) === task.type,
      );
      for (const fault of [failing, hanging, warning]) if (fault) take(control.faults, fault);
      if (!failing && !hanging && !warning) return null;
      return { hang: !!hanging, fail: failing?.taskFail?.text, warn: warning?.taskWarn?.text };
    },
    garbage: (vmid) => control.faults.some((fault) => fault.garbage === vmid),
  };
  return control;
}

const acts = (fault: Fault) =>
  !!(
    fault.latencyMs ||
    fault.hang ||
    fault.status ||
    fault.drop ||
    fault.tokenRevoked ||
    fault.down ||
    fault.blackhole
  );

function count(control: Control, request: RequestLine): void {
  const key = `${request.method} ${patternOfPath(request.path)}`;
  const now = Date.now();
  const entry = control.requests.get(key) ?? { count: 0, first: now, last: now, times: [] };
  entry.count++;
  entry.last = now;
  entry.times.push(now);
  if (entry.times.length > keptTimes) entry.times.shift();
  control.requests.set(key, entry);
}

function push(list: Mutation[], mutation: Mutation): void {
  list.push(mutation);
  if (list.length > keptMutations) list.shift();
}

/** Passwords are not for a log that tests print. */
function withoutSecrets(raw: Record<string, Raw>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, /password/.test(key) ? '***' : value]));
}
