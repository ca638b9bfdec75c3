/**
 * What is in motion: containers that somebody follows, or that a task is moving. Their own status is asked each
 * second, because the list lags behind by up to 20 s; it forks on the host, so nothing else is asked that way.
 */
import { takeCurrent } from '@/engine/observe/guest';
import type { Known } from '@/engine/observe/known';
import { readCurrent } from '@/engine/proxmox/read';

/** Tasks during which a container changes its state. */
const movingTypes = /^vz(start|stop|shutdown|reboot|create|restore|destroy|clone|migrate|rollback|suspend|resume)$/;
const movingMs = 5 * 60_000;
const mostTasks = 8;

export type Motion = {
  follow(vmid: number): { done: () => void };
  isFollowed(vmid: number): boolean;
  /** Asks for the state of one container now. */
  ask(vmid: number): Promise<void>;
  /** Asks for the state of everything in motion. */
  askAll(): Promise<void>;
};

export const isMoving = (type: string) => movingTypes.test(type);

export function createMotion(known: Known): Motion {
  const followers = new Map<number, number>();
  const asking = new Set<number>();

  async function ask(vmid: number): Promise<void> {
    const guest = known.guests.get(vmid);
    if (!guest || asking.has(vmid)) return;
    asking.add(vmid);
    try {
      const asked = await readCurrent(known.proxmox, guest.node, vmid, known.options);
      if (!asked.ok) return;
      known.noteAnswer();
      const before = guest.view;
      takeCurrent(guest, asked.value, known.now());
      if (before !== guest.view && known.guests.get(vmid) === guest) known.publish();
    } catch (cause) {
      known.log('error', 'reading a status failed', { vmid, error: cause });
    } finally {
      asking.delete(vmid);
    }
  }

  const setFollowed = (vmid: number, count: number) => {
    if (count > 0) followers.set(vmid, count);
    else followers.delete(vmid);
    const guest = known.guests.get(vmid);
    if (guest) guest.followed = count > 0;
    // At the end as well: its last word holds until the list has caught up.
    void ask(vmid);
  };

  return {
    follow(vmid) {
      setFollowed(vmid, (followers.get(vmid) ?? 0) + 1);
      let ended = false;
      return {
        done() {
          if (ended) return;
          ended = true;
          setFollowed(vmid, (followers.get(vmid) ?? 1) - 1);
        },
      };
    },
    isFollowed: (vmid) => followers.has(vmid),
    ask,
    async askAll() {
      const moving = known.tasks.filter(
        (task) => task.status === null && isMoving(task.type) && known.now() - task.startedAt < movingMs,
      );
      const vmids = [...followers.keys(), ...moving.slice(0, mostTasks).map((task) => Number(task.id))];
      await Promise.all([...new Set(vmids)].map(ask));
    },
  };
}
