/**
 * The lock files of container configurations. One holder at a time; who waits longer than ten seconds is refused with
 * the real text (FACTS §5).
 */
import type { Clock } from '@/simulator/clock';
import { die } from '@/simulator/refusal';

export type Locks = {
  /** Does something while holding the lock of a container's configuration. */
  withConfig<T>(vmid: number, work: () => Promise<T> | T, waitSeconds?: number): Promise<T>;
};

const waitSecondsDefault = 10;

export function createLocks(clock: Clock): Locks {
  const queues = new Map<number, { busy: boolean; waiting: (() => void)[] }>();

  function acquire(vmid: number, waitSeconds: number): Promise<void> {
    const queue = queues.get(vmid) ?? { busy: false, waiting: [] };
    queues.set(vmid, queue);
    if (!queue.busy) {
      queue.busy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        queue.waiting.splice(queue.waiting.indexOf(enter), 1);
        try {
          die(`can't lock file '/run/lock/lxc/pve-config-${vmid}.lock' - got timeout`);
        } catch (error) {
          reject(error);
        }
      }, clock.realMs(waitSeconds));
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      queue.waiting.push(enter);
    });
  }

  function release(vmid: number): void {
    const queue = queues.get(vmid);
    const next = queue?.waiting.shift();
    if (next) next();
    else queues.delete(vmid);
  }

  return {
    async withConfig(vmid, work, waitSeconds = waitSecondsDefault) {
      await acquire(vmid, waitSeconds);
      try {
        return await work();
      } finally {
        release(vmid);
      }
    },
  };
}
