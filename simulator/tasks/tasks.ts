/**
 * Worker tasks: each takes its time, writes a log and ends with a status. A worker that throws a refusal ends with its
 * text; one that is aborted ends as `unexpected status`, without a last line in its log (FACTS §3).
 */
import type { Clock } from '@/simulator/clock';
import { Refused } from '@/simulator/refusal';
import type { State, TaskRecord } from '@/simulator/state/state';
import { formatUpid } from '@/simulator/tasks/upid';

export type Worker = {
  upid: string;
  log(line: string): void;
  /** The task ends well, but with this many warnings. */
  warn(line: string): void;
  /** Waits a simulated time; throws when the task is aborted. */
  sleep(seconds: number): Promise<void>;
  /** Waits for something else; throws when the task is aborted. */
  wait<T>(promise: Promise<T>): Promise<T>;
  /** Registers what has to be undone when the task is aborted. */
  aborted: Promise<never>;
};

export type TaskStart = { node: string; type: string; id: string; user: string };
export type TaskFault = { hang?: boolean; fail?: string; warn?: string } | null;

export type Tasks = {
  /** Starts a worker and returns its UPID at once. */
  start(task: TaskStart, work: (worker: Worker) => Promise<void> | void): string;
  /** Kills a running task. */
  abort(upid: string): void;
  running(upid: string): boolean;
  /** Ends when the task does. */
  ended(upid: string): Promise<void>;
  /** Ends all of them, at a reset and at the end of the process. */
  abortAll(): Promise<void>;
};

class Aborted extends Error {}

type Running = { record: TaskRecord; abort(): void; done: Promise<void> };

/** How many ended tasks are kept; Proxmox's index file holds about as many. */
const keptTasks = 2000;

export function createTasks(options: {
  state(): State;
  clock: Clock;
  changed(): void;
  fault(task: TaskStart): TaskFault;
}): Tasks {
  const { clock, changed } = options;
  const running = new Map<string, Running>();
  let pid = 4000 + Math.floor(Math.random() * 1000);

  function recordOf(task: TaskStart): TaskRecord {
    const state = options.state();
    const booted = state.nodes.find((node) => node.name === task.node)?.bootedAt ?? 0;
    pid += 3 + (pid % 5);
    const starttime = clock.seconds();
    const pstart = Math.max(0, Math.floor((clock.now() - booted) * 100));
    return {
      ...task,
      pid,
      pstart,
      starttime,
      upid: formatUpid({ ...task, pid, pstart: pstart % 2 ** 36, starttime }),
      log: [],
    };
  }

  function note(task: TaskRecord, msg: string): void {
    const { log } = options.state();
    const uid = (log.at(-1)?.uid ?? 0) + 1;
    log.push({ uid, time: clock.seconds(), node: task.node, pid: 304, user: task.user, tag: 'pvedaemon', msg, pri: 6 });
    if (log.length > 500) log.splice(0, log.length - 500);
  }

  function end(record: TaskRecord, status: string): void {
    record.endtime = clock.seconds();
    record.status = status;
    running.delete(record.upid);
    // The archive is in the order in which tasks ended.
    const { tasks } = options.state();
    const index = tasks.indexOf(record);
    if (index >= 0) tasks.push(...tasks.splice(index, 1));
    note(record, `end task ${record.upid} ${status}`);
    changed();
  }

  async function run(
    record: TaskRecord,
    worker: Worker,
    warnings: { count: number },
    work: (worker: Worker) => Promise<void> | void,
  ): Promise<void> {
    try {
      const fault = options.fault(record);
      if (fault?.hang) await worker.aborted;
      if (fault?.fail) throw new Refused(500, fault.fail);
      await work(worker);
      if (fault?.warn) worker.warn(fault.warn);
      const status = warnings.count ? `WARNINGS: ${warnings.count}` : 'OK';
      record.log.push(`TASK ${status}`);
      end(record, status);
    } catch (error) {
      if (error instanceof Aborted) return end(record, 'unexpected status');
      const text = (error instanceof Error ? error.message : String(error)).trim();
      record.log.push(`TASK ERROR: ${text}`);
      end(record, text);
      if (!(error instanceof Refused)) throw error;
    }
  }

  return {
    start(task, work) {
      const record = recordOf(task);
      const warnings = { count: 0 };
      let abort = () => {};
      const aborted = new Promise<never>((_, reject) => {
        abort = () => reject(new Aborted());
      });
      aborted.catch(() => undefined);
      const worker: Worker = {
        upid: record.upid,
        aborted,
        log: (line) => void record.log.push(line),
        warn(line) {
          record.log.push(`WARN: ${line}`);
          warnings.count++;
        },
        // What a worker did before it pauses can be seen from now on.
        sleep: (seconds) => {
          changed();
          return worker.wait(new Promise((resolve) => setTimeout(resolve, clock.realMs(seconds))));
        },
        wait: (promise) => Promise.race([promise, aborted]),
      };
      const { tasks } = options.state();
      tasks.push(record);
      if (tasks.length > keptTasks) tasks.splice(0, tasks.length - keptTasks);
      note(record, `starting task ${record.upid}`);
      changed();
      // The worker is another process there: the answer with its UPID is out before it does anything.
      const done = new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
        run(record, worker, warnings, work),
      );
      running.set(record.upid, { record, abort, done });
      return record.upid;
    },
    abort: (upid) => running.get(upid)?.abort(),
    running: (upid) => running.has(upid),
    ended: async (upid) => running.get(upid)?.done,
    async abortAll() {
      const all = [...running.values()];
      for (const one of all) one.abort();
      await Promise.allSettled(all.map((one) => one.done));
    },
  };
}
