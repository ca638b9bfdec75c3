/** The simulator's control port, as tests use it: faults, edits behind the owner's back, and what was written. */

export type Mutation = {
  method: string;
  path: string;
  parameters: Record<string, unknown>;
  outcome: { status: number } | null;
  outOfBand?: boolean;
};

export class Control {
  constructor(private readonly url: string) {}

  private async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} on the control port: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  fault(fault: Record<string, unknown>): Promise<void> {
    return this.ask('POST', '/faults', fault);
  }
  /** Takes every fault away. */
  mend(): Promise<void> {
    return this.ask('DELETE', '/faults');
  }
  /** Proxmox takes connections and never answers. */
  cut(): Promise<void> {
    return this.fault({ down: true });
  }
  /** The next task of this type fails with this text. */
  failTask(type: string, text: string): Promise<void> {
    return this.fault({ taskFail: { type, text }, times: 1 });
  }
  /**
   * Somebody changes a container's configuration, not by Wheelhouse. With a task, as `pct resize` leaves one, it is
   * seen within seconds; `silently`, as an edit of the file, when the sweep comes by, within about a minute.
   */
  edit(vmid: number, set: Record<string, string>, how: 'with a task' | 'silently' = 'with a task'): Promise<void> {
    const task = how === 'silently' ? {} : { by: 'root@pam', task: 'resize' };
    return this.ask('POST', '/out-of-band', { vmid, set, ...task });
  }
  /** Every write that Proxmox was sent, oldest first. */
  async mutations(): Promise<Mutation[]> {
    const { items } = await this.ask<{ items: Mutation[] }>('GET', '/mutations');
    return items.filter((mutation) => !mutation.outOfBand);
  }
}
