/** Backups now (`vzdump`) and backup jobs (FACTS §7). */
import { randomUUID } from 'node:crypto';
import { isRootTicket } from '@/simulator/access/identity';
import { prune } from '@/simulator/handlers/backup-info';
import { splitList } from '@/simulator/interface/list';
import { nextEvent } from '@/simulator/lxc/calendar';
import { fileText } from '@/simulator/lxc/config-file';
import { parsePrune } from '@/simulator/lxc/prune';
import { addUsage, placeOf, volumeOf } from '@/simulator/lxc/volumes';
import { badParameters, die, Refused } from '@/simulator/refusal';
import type { Container, StorageState } from '@/simulator/state/state';
import type { Worker } from '@/simulator/tasks/tasks';
import type { Call, Handlers, World } from '@/simulator/world';

const extensions: Record<string, string> = {
  zstd: 'tar.zst',
  gzip: 'tar.gz',
  '1': 'tar.lzo',
  lzo: 'tar.lzo',
  '0': 'tar',
};

function backup(world: World, call: Call): string {
  const { node = '', vmid, all, pool, storage = 'local' } = call.parameters;
  if (vmid === undefined && all !== '1' && pool === undefined) badParameters({ vmid: 'property is missing' });
  if (vmid !== undefined && all === '1') badParameters({ all: "option conflicts with option 'vmid'" });
  checkSettings(call, storage);
  const guests = guestsOf(world, call);
  call.access.require(`/storage/${storage}`, ['Datastore.AllocateSpace']);
  for (const one of guests) call.access.requireAny(`/vms/${one}`, ['VM.Backup']);
  const id = guests.length === 1 ? String(guests[0]) : '';
  return world.tasks.start({ node, type: 'vzdump', id, user: call.identity.authid }, async (task) => {
    const target = checkTarget(world, storage);
    let failed = 0;
    for (const one of guests) {
      try {
        await backUp(world, call, task, target, one);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        task.log(`ERROR: Backup of VM ${one} failed - ${error.message}`);
        failed++;
      }
    }
    if (failed) die('job errors');
    task.log('INFO: Backup job finished successfully');
  });
}

/** Parameters that reach beyond the guest: some are root's alone, some need rights on the host or the storage. */
function checkSettings({ endpoint, parameters, access, identity }: Call, storage: string | undefined): void {
  if (isRootTicket(identity)) return;
  const onlyRoot = ['tmpdir', 'dumpdir', 'script', ...(endpoint.gains.has('job-id-only-root') ? ['job-id'] : [])];
  for (const key of onlyRoot)
    if (parameters[key] !== undefined) badParameters({ [key]: 'Only root may set this option.' });
  if (['bwlimit', 'ionice', 'performance'].some((key) => parameters[key] !== undefined))
    access.require('/', ['Sys.Modify']);
  if (storage && (parameters.maxfiles !== undefined || parameters['prune-backups'] !== undefined))
    access.require(`/storage/${storage}`, ['Datastore.Allocate']);
}

function guestsOf(world: World, { parameters }: Call): number[] {
  if (parameters.vmid) return splitList(parameters.vmid).map(Number);
  const members = parameters.pool ? world.state.pools.find((one) => one.poolid === parameters.pool)?.vms : null;
  const excluded = splitList(parameters.exclude ?? '').map(Number);
  return Object.values(world.state.containers)
    .filter((one) => one.node === parameters.node && !excluded.includes(one.vmid))
    .filter((one) => !members || members.includes(one.vmid))
    .map((one) => one.vmid);
}

function checkTarget(world: World, id: string): StorageState {
  const storage = world.state.storages.find((one) => one.storage === id);
  if (!storage)
    return die(
      `could not activate storage '${id}': storage '${id}' does not exist could not get storage information for '${id}': storage '${id}' does not exist`,
    );
  if (!storage.content.includes('backup'))
    die(`could not get storage information for '${id}': can't use storage '${id}' for backups - wrong content type`);
  return storage;
}

async function backUp(world: World, call: Call, task: Worker, storage: StorageState, vmid: number): Promise<void> {
  const container = world.state.containers[vmid];
  if (!container) return die(`unable to find VM '${vmid}'`);
  if (container.config.lock) die(`CT is locked (${container.config.lock})`);
  task.log(`INFO: Starting Backup of VM ${vmid} (lxc)`);
  task.log(`INFO: CT Name: ${container.config.hostname}`);
  container.config.lock = 'backup';
  try {
    await task.sleep(1.2);
  } finally {
    delete container.config.lock;
  }
  addArchive(world, call, storage, container);
  // Old ones go as the storage says, unless the call keeps them.
  if (call.parameters.remove !== '0')
    for (const volid of prune(storage, call.parameters['prune-backups'], String(vmid)))
      task.log(`INFO: removing backup '${volid}'`);
  task.log(`INFO: Finished Backup of VM ${vmid} (00:00:01)`);
}

function addArchive(world: World, { parameters }: Call, storage: StorageState, container: Container): void {
  const format = extensions[parameters.compress ?? '0'] ?? 'tar';
  const now = world.clock.seconds();
  const notes = parameters['notes-template']?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const words: Record<string, string> = {
      guestname: container.config.hostname ?? '',
      vmid: String(container.vmid),
      node: container.node,
    };
    return words[name] ?? '';
  });
  const size = Math.round((world.metrics.baselineOf(container).diskBytes || 2.5e6) * (format === 'tar' ? 1 : 0.45));
  const firewall = world.state.firewall.guests[container.vmid];
  storage.volumes.push({
    name: `backup/vzdump-lxc-${container.vmid}-${stamp(now)}.${format}`,
    content: 'backup',
    format,
    size,
    ctime: now,
    vmid: container.vmid,
    ...placeOf(storage, container.node),
    ...(notes ? { notes } : {}),
    ...(parameters.protected === '1' ? { protected: true } : {}),
    backup: {
      config: structuredClone(container.config),
      ...(firewall ? { firewall: structuredClone(firewall) } : {}),
    },
  });
  addUsage(storage, container.node, size);
}

/** `2026_11_22-22_15_59`, in the host's time. */
function stamp(seconds: number): string {
  return new Date(seconds * 1000)
    .toISOString()
    .slice(0, 19)
    .replace('T', '-')
    .replace(/-(\d\d)-(\d\d)-/, '_$1_$2-')
    .replace(/:/g, '_');
}

function extractConfig(world: World, { parameters, access }: Call): unknown {
  const volume = volumeOf(world.state, parameters.volume ?? '');
  if (!volume?.backup) return die(`volume '${parameters.volume}' does not exist`);
  access.require(`/vms/${volume.vmid}`, ['VM.Backup']);
  const { config } = volume.backup;
  return fileText({ config, lxc: [], pending: {}, pendingDelete: [], snapshots: [] } as unknown as Container);
}

type Job = Record<string, unknown>;

/** A job that is switched on says when it runs next. */
function jobView(world: World, job: Job): Job {
  const next = job.enabled !== 0 && job.schedule ? nextEvent(String(job.schedule), world.clock.now()) : null;
  return { ...job, ...(next === null ? {} : { 'next-run': next }) };
}

const jobOf = (world: World, id: string | undefined): Job =>
  world.state.backupJobs.find((one) => one.id === id) ?? die(`No such job '${id}'`);

const numbers = new Set([
  'enabled',
  'all',
  'quiet',
  'remove',
  'bwlimit',
  'ionice',
  'lockwait',
  'maxfiles',
  'pigz',
  'stdexcludes',
  'stopwait',
  'zstd',
  'repeat-missed',
  'protected',
]);

function jobFrom(parameters: Record<string, string>): Job {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [
      key,
      key === 'prune-backups' ? parsePrune(value) : numbers.has(key) ? Number(value) : value,
    ]),
  );
}

function createJob(world: World, { parameters }: Call): null {
  const { id = randomUUID(), vmid, all, pool, ...rest } = parameters;
  if (vmid === undefined && all !== '1' && pool === undefined)
    throw new Refused(500, '400 Parameter verification failed.\nvmid: property is missing');
  if (world.state.backupJobs.some((one) => one.id === id)) die(`Job '${id}' already exists`);
  const given = { ...rest, ...(vmid ? { vmid } : {}), ...(all ? { all } : {}), ...(pool ? { pool } : {}) };
  world.state.backupJobs.push({ type: 'vzdump', enabled: 1, ...jobFrom(given), id });
  return null;
}

function changeJob(world: World, { parameters }: Call): null {
  const { id, delete: remove, ...set } = parameters;
  const job = jobOf(world, id);
  for (const key of splitList(remove ?? '')) delete job[key];
  Object.assign(job, jobFrom(set));
  return null;
}

function deleteJob(world: World, { parameters }: Call): null {
  const job = jobOf(world, parameters.id);
  world.state.backupJobs = world.state.backupJobs.filter((one) => one !== job);
  return null;
}

export const backupHandlers: Handlers = {
  'POST /nodes/{node}/vzdump': backup,
  'GET /nodes/{node}/vzdump/defaults': () => ({ storage: 'local', mode: 'snapshot', compress: 'zstd' }),
  'GET /nodes/{node}/vzdump/extractconfig': extractConfig,
  'GET /cluster/backup': (world) => world.state.backupJobs.map((job) => jobView(world, job)),
  'POST /cluster/backup': createJob,
  'GET /cluster/backup/{id}': (world, { parameters }) => jobOf(world, parameters.id),
  'PUT /cluster/backup/{id}': changeJob,
  'DELETE /cluster/backup/{id}': deleteJob,
};
