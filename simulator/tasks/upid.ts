/** The name of a task: `UPID:node:pid:pstart:starttime:type:id:user:`, numbers in upper-case hex (FACTS §3). */
import { badParameters } from '@/simulator/refusal';

export type Upid = {
  node: string;
  pid: number;
  pstart: number;
  starttime: number;
  type: string;
  id: string;
  user: string;
};

const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0');

export function formatUpid(upid: Upid): string {
  const { node, pid, pstart, starttime, type, id, user } = upid;
  return `UPID:${node}:${hex(pid)}:${hex(pstart)}:${hex(starttime)}:${type}:${id}:${user}:`;
}

/** Reads a UPID from a path; refuses like Proxmox if it is none. */
export function parseUpid(text: string): Upid {
  const match =
    /^UPID:([a-zA-Z0-9-]+):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\s]+):([^:\s]*):([^:\s]+):$/.exec(
      text,
    );
  if (!match) return badParameters({ upid: 'unable to parse worker upid' });
  const [, node = '', pid = '', pstart = '', starttime = '', type = '', id = '', user = ''] = match;
  const number = (value: string) => Number.parseInt(value, 16);
  return { node, pid: number(pid), pstart: number(pstart), starttime: number(starttime), type, id, user };
}
