/** Lists of tasks, their status and log, and ending one (FACTS §3). */
import type { Access } from '@/simulator/access/check';
import { badParameters, forbidden } from '@/simulator/refusal';
import type { TaskRecord } from '@/simulator/state/state';
import { parseUpid } from '@/simulator/tasks/upid';
import { Answer, type Call, type Handlers, type World } from '@/simulator/world';

/** Own tasks are those of the user and of all its tokens. */
const isOwn = (task: TaskRecord, access: Access) => task.user.split('!')[0] === access.identity.userid;

function archived(task: TaskRecord): Record<string, unknown> {
  const [user, tokenid] = task.user.split('!');
  const { upid, node, pid, pstart, starttime, type, id, endtime, status } = task;
  return { upid, node, pid, pstart, starttime, type, id, user, ...(tokenid ? { tokenid } : {}), endtime, status };
}

function active(task: TaskRecord, source: string): Record<string, unknown> {
  const { upid, node, pid, pstart, starttime, type, id, user } = task;
  const base = { upid, node, pid, pstart, starttime, type, id, user };
  return source === 'active' ? { ...base, status: 'RUNNING', saved: '0' } : base;
}

function statusClass(status: string): string {
  if (status === 'OK') return 'ok';
  if (/^WARNINGS: \d+$/.test(status)) return 'warning';
  return status === 'unexpected status' ? 'unknown' : 'error';
}

function list(world: World, { parameters: p, access }: Call): Answer {
  const source = p.source ?? 'archive';
  const auditor = access.has(`/nodes/${p.node}`, 'Sys.Audit');
  const statuses = p.statusfilter?.split(/[,; ]+/);
  const wanted = (task: TaskRecord) =>
    task.node === p.node &&
    (auditor || isOwn(task, access)) &&
    (task.endtime === undefined ? source !== 'archive' : source !== 'active') &&
    (!p.vmid || task.id === p.vmid) &&
    (!p.typefilter || task.type === p.typefilter) &&
    (!p.userfilter || task.user.toLowerCase().includes(p.userfilter.toLowerCase())) &&
    (!p.since || task.starttime >= Number(p.since)) &&
    (!p.until || task.starttime <= Number(p.until)) &&
    (p.errors !== '1' || (task.status !== undefined && task.status !== 'OK' && !/^WARNINGS/.test(task.status))) &&
    (!statuses || (task.status !== undefined && statuses.includes(statusClass(task.status))));
  const found = world.state.tasks.filter(wanted).reverse();
  // Running ones come first.
  found.sort((a, b) => Number(a.endtime !== undefined) - Number(b.endtime !== undefined));
  const start = Number(p.start ?? 0);
  const limit = Number(p.limit ?? 50);
  const page = found.slice(start, start + limit);
  const data = page.map((task) => (task.endtime === undefined ? active(task, source) : archived(task)));
  return new Answer(data, { total: found.length });
}

/** The record of a UPID that the caller may see. */
function taskOf(world: World, { parameters, access }: Call, privilege: string): TaskRecord | undefined {
  const upid = parseUpid(parameters.upid ?? '');
  if (upid.user.split('!')[0] !== access.identity.userid) {
    const path = `/nodes/${parameters.node}`;
    if (!access.has(path, privilege)) forbidden(`${path}, ${privilege}`);
  }
  return world.state.tasks.find((task) => task.upid === parameters.upid);
}

function status(world: World, call: Call): unknown {
  const task = taskOf(world, call, 'Sys.Audit');
  if (!task) return badParameters({ upid: 'no such task' });
  const [user, tokenid] = task.user.split('!');
  const { upid, node, pid, pstart, starttime, type, id } = task;
  const base = { upid, node, pid, pstart, starttime, type, id, user, ...(tokenid ? { tokenid } : {}) };
  return task.endtime === undefined
    ? { ...base, status: 'running' }
    : { ...base, status: 'stopped', exitstatus: task.status };
}

function log(world: World, call: Call): Answer {
  const task = taskOf(world, call, 'Sys.Audit');
  if (!task) return new Answer({ n: 1, t: 'unable to open file - No such file or directory' }, { total: 1 });
  const lines = task.log.length ? task.log : ['no content'];
  if (call.parameters.download === '1') return new Answer(null, { text: `${lines.join('\n')}\n` });
  const start = Number(call.parameters.start ?? 0);
  const limit = Number(call.parameters.limit ?? 50);
  const page = lines.slice(start, limit === 0 ? undefined : start + limit);
  return new Answer(
    page.map((t, index) => ({ n: start + index + 1, t })),
    { total: lines.length },
  );
}

function abort(world: World, call: Call): null {
  const task = taskOf(world, call, 'Sys.Modify');
  if (task) world.tasks.abort(task.upid);
  return null;
}

/** Recent tasks of all nodes: the running ones with the caller's full name, as Proxmox has it. */
function clusterTasks(world: World, { access }: Call): unknown {
  const seen = world.state.tasks.filter(
    (task) => access.has(`/nodes/${task.node}`, 'Sys.Audit') || isOwn(task, access),
  );
  return seen
    .slice(-25)
    .reverse()
    .map((task) => {
      const [user, tokenid] = task.user.split('!');
      const { upid, node, starttime, type, id, endtime } = task;
      const base = { upid, node, starttime, type, id };
      return endtime === undefined
        ? { ...base, user: task.user, pid: task.pid, pstart: task.pstart, saved: '0' }
        : { ...base, user, ...(tokenid ? { tokenid } : {}), endtime, status: task.status, saved: '1' };
    });
}

export const taskHandlers: Handlers = {
  'GET /cluster/tasks': clusterTasks,
  'GET /nodes/{node}/tasks': list,
  'GET /nodes/{node}/tasks/{upid}/status': status,
  'GET /nodes/{node}/tasks/{upid}/log': log,
  'DELETE /nodes/{node}/tasks/{upid}': abort,
};
