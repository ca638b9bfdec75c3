/** All guests of a node at once, its shell, and the templates that it could download. */
import { splitList } from '@/simulator/interface/list';
import { bringUp, startSeconds, takeDown } from '@/simulator/lxc/power';
import { badParameters, die } from '@/simulator/refusal';
import type { Container } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

function chosen(world: World, { parameters, access }: Call, otherwise: (one: Container) => boolean): Container[] {
  const vmids = splitList(parameters.vms ?? '').map(Number);
  return Object.values(world.state.containers)
    .filter((one) => one.node === parameters.node && access.has(`/vms/${one.vmid}`, 'VM.PowerMgmt'))
    .filter((one) => (vmids.length ? vmids.includes(one.vmid) : otherwise(one)));
}

function startAll(world: World, call: Call): string {
  const { node = '', force } = call.parameters;
  const wanted = chosen(world, call, (one) => force === '1' || one.config.onboot === '1').filter((one) => !one.running);
  return world.tasks.start({ node, type: 'startall', id: '', user: call.identity.authid }, async (task) => {
    for (const one of wanted) {
      task.log(`Starting CT ${one.vmid}`);
      await task.sleep(startSeconds);
      bringUp(world, node, one.vmid);
    }
  });
}

function stopAll(world: World, call: Call): string {
  const { node = '' } = call.parameters;
  const wanted = chosen(world, call, () => true).filter((one) => one.running);
  return world.tasks.start({ node, type: 'stopall', id: '', user: call.identity.authid }, async (task) => {
    for (const one of wanted) {
      task.log(`Stopping CT ${one.vmid} (timeout = 180 seconds)`);
      await task.sleep(one.guest.shutdownSeconds);
      takeDown(world, one);
    }
  });
}

/** A shell on the host needs a user: a token's name is none (FACTS §2). */
function shell(_world: World, { identity }: Call): never {
  if (identity.token) die(`value '${identity.authid}' does not look like a valid user name`);
  return die('no shell on a simulated host');
}

const appliances = [
  ['alpine-3.22-default', '3.22', 'alpine', '20240606', 'amd64.tar.xz'],
  ['debian-12-standard', '12.7-1', 'debian-12', '12.7-1', 'amd64.tar.zst'],
  ['debian-13-standard', '13.0-1', 'debian-13', '13.0-1', 'amd64.tar.zst'],
  ['ubuntu-24.04-standard', '24.04-2', 'ubuntu-24.04', '24.04-2', 'amd64.tar.zst'],
] as const;

const applianceRows = () =>
  appliances.map(([name, version, os, build, ending]) => ({
    template: `${name}_${build}_${ending}`,
    package: name,
    version,
    os,
    section: 'system',
    type: 'lxc',
    headline: `${os} system`,
    description: `A small ${os} system container.`,
    infopage: 'https://example.invalid/',
    location: `https://example.invalid/images/system/${name}_${build}_${ending}`,
    source: 'https://example.invalid/images',
    architecture: 'amd64',
  }));

function download(world: World, call: Call): string {
  const { node = '', storage: id = '', template = '' } = call.parameters;
  const known = applianceRows().find((one) => one.template === template);
  if (!known) return badParameters({ template: 'no such template' });
  const storage = world.state.storages.find((one) => one.storage === id);
  if (!storage) return die(`storage '${id}' does not exist`);
  return world.tasks.start({ node, type: 'download', id: template, user: call.identity.authid }, async (task) => {
    task.log(`downloading ${known.location}`);
    await task.sleep(4);
    const name = `vztmpl/${template}`;
    const format = template.endsWith('.zst') ? 'tzst' : 'txz';
    storage.volumes = storage.volumes.filter((one) => one.name !== name);
    storage.volumes.push({ name, content: 'vztmpl', format, size: 120e6, ctime: world.clock.seconds() });
    const ostype = known.os.split('-')[0] ?? 'debian';
    const guest = { reactsToShutdown: true, shutdownSeconds: 1.5 };
    world.state.templates[`${id}:${name}`] = { ostype, arch: 'amd64', guest };
    world.changed();
  });
}

export const nodeGuestHandlers: Handlers = {
  'POST /nodes/{node}/startall': startAll,
  'POST /nodes/{node}/stopall': stopAll,
  'POST /nodes/{node}/termproxy': shell,
  'GET /nodes/{node}/aplinfo': applianceRows,
  'POST /nodes/{node}/aplinfo': download,
  'GET /nodes/{node}/qemu': () => [],
};
