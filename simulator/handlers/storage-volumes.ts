/** Single volumes: reading, allocating, describing, deleting, uploading (FACTS §7). */
import { parseSize } from '@/lib/lab/lab-file';
import { addUsage, placeOf, storageOf, volumeOf } from '@/simulator/lxc/volumes';
import { badParameters, die } from '@/simulator/refusal';
import type { StorageState, Volume } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

/** A path may name a volume with or without its storage. */
const volidOf = ({ parameters: { storage = '', volume = '' } }: Call) =>
  volume.includes(':') ? volume : `${storage}:${volume}`;

function pathOf(storage: StorageState, volume: Volume): string {
  if (!storage.path) return `/dev/${storage.storage}/${volume.name}`;
  const file = volume.name.replace(/^\w+\//, '');
  const folders: Record<string, string> = {
    vztmpl: 'template/cache',
    iso: 'template/iso',
    backup: 'dump',
    snippets: 'snippets',
  };
  const folder = folders[volume.content];
  return folder ? `${storage.path}/${folder}/${file}` : `${storage.path}/images/${volume.name}`;
}

function checkAccess(call: Call, volume: Volume | undefined): void {
  const { storage = '' } = call.parameters;
  if (call.access.has(`/storage/${storage}`, 'Datastore.Allocate')) return;
  if (volume?.vmid !== undefined && call.access.has(`/vms/${volume.vmid}`, 'VM.Config.Disk')) return;
  if (volume?.content === 'backup' && call.access.has(`/vms/${volume.vmid}`, 'VM.Backup')) return;
  call.access.requireAny(`/storage/${storage}`, ['Datastore.Audit', 'Datastore.AllocateSpace']);
}

function read(world: World, call: Call): unknown {
  const storage = storageOf(world.state, call.parameters.storage ?? '');
  const volid = volidOf(call);
  const volume = volumeOf(world.state, volid);
  checkAccess(call, volume);
  if (!volume) return die(`volume_size_info on '${volid}' failed - no format`);
  return {
    path: pathOf(storage, volume),
    size: volume.size,
    used: volume.used ?? volume.size,
    format: volume.content === 'backup' ? 'raw' : volume.format,
    ...(volume.notes ? { notes: volume.notes } : {}),
    ...(volume.protected ? { protected: 1 } : {}),
  };
}

function change(world: World, call: Call): null {
  const volid = volidOf(call);
  const volume = volumeOf(world.state, volid);
  checkAccess(call, volume);
  if (!volume) return die(`volume '${volid}' does not exist`);
  const { notes, protected: keep } = call.parameters;
  if (notes !== undefined) volume.notes = notes;
  if (keep !== undefined) volume.protected = keep === '1';
  return null;
}

function allocate(world: World, { parameters }: Call): string {
  const { vmid = '', filename = '', size = '', format = 'raw' } = parameters;
  const storage = storageOf(world.state, parameters.storage ?? '');
  const name = storage.path ? `${vmid}/${filename}` : filename;
  if (storage.volumes.some((one) => one.name === name))
    die(`disk image '${storage.path}/images/${name}' already exists`);
  const bytes = parseSize(/[KMGT]$/.test(size) ? size : `${size}K`) ?? 0;
  const ctime = world.clock.seconds();
  const place = placeOf(storage, parameters.node ?? '');
  const volume = { name, content: 'rootdir', format, size: bytes, used: 0, ctime, vmid: Number(vmid), ...place };
  storage.volumes.push(volume);
  return `${storage.storage}:${name}`;
}

/** What is not there is deleted without a word: the task ends OK (FACTS §7). */
function remove(world: World, call: Call): string {
  const { node = '' } = call.parameters;
  const storage = storageOf(world.state, call.parameters.storage ?? '');
  const volid = volidOf(call);
  const volume = volumeOf(world.state, volid);
  if (!call.parameters.volume?.includes(':') && !volume)
    die(`unable to parse directory volume name '${call.parameters.volume}'`);
  checkAccess(call, volume);
  const owner = volume?.vmid === undefined ? '' : `${volume.vmid}@`;
  const task = { node, type: 'imgdel', id: `${owner}${storage.storage}`, user: call.identity.authid };
  return world.tasks.start(task, async (worker) => {
    if (volume?.protected) die(`cannot remove protected volume '${volume.name}' on '${storage.storage}'`);
    await worker.sleep(0.3);
    storage.volumes = storage.volumes.filter((one) => one !== volume);
    addUsage(storage, volume?.node ?? node, -(volume?.used ?? 0));
    worker.log(`Removed volume '${volid}'`);
    world.changed();
  });
}

const endings: Record<string, RegExp> = {
  iso: /\.(?:iso|img)$/i,
  vztmpl: /\.tar\.(?:gz|xz|zst|bz2)$/,
  import: /\.(?:ova|ovf|qcow2|raw|vmdk)$/,
};

/** `imgcopy` of a file that the HTTP layer has read; its bytes are counted and thrown away. */
function upload(world: World, call: Call): string {
  const { node = '', content = '', filename = '', tmpfilename = '0' } = call.parameters;
  const storage = storageOf(world.state, call.parameters.storage ?? '');
  if (!storage.content.includes(content)) die(`storage '${storage.storage}' does not support '${content}' content`);
  if (!endings[content]?.test(filename)) badParameters({ filename: 'wrong file extension' });
  const size = Number(/(\d+)$/.exec(tmpfilename)?.[1] ?? 0);
  const format = content === 'iso' ? 'iso' : (filename.split('.').at(-1) ?? 'raw');
  return world.tasks.start({ node, type: 'imgcopy', id: '', user: call.identity.authid }, async (worker) => {
    worker.log(`starting file import from: ${filename}`);
    await worker.sleep(0.3);
    const name = `${content}/${filename}`;
    const place = placeOf(storage, node);
    storage.volumes = storage.volumes.filter((one) => one.name !== name || (one.node ?? node) !== node);
    storage.volumes.push({ name, content, format, size, ctime: world.clock.seconds(), ...place });
    worker.log('finished file import successfully');
    world.changed();
  });
}

const path = '/nodes/{node}/storage/{storage}/content';

export const storageVolumeHandlers: Handlers = {
  [`GET ${path}/{volume}`]: read,
  [`PUT ${path}/{volume}`]: change,
  [`DELETE ${path}/{volume}`]: remove,
  [`POST ${path}`]: allocate,
  'POST /nodes/{node}/storage/{storage}/upload': upload,
};
