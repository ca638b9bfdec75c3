/** The npm package proxmox-api: one container's life, told as JSON. The CA is in NODE_EXTRA_CA_CERTS. */
import proxmoxApi from 'proxmox-api';

const { PVE_HOST: host, PVE_PORT: port, PVE_TOKEN_ID: tokenID, PVE_TOKEN_SECRET: tokenSecret } = process.env;
const vmid = Number(process.env.PVE_VMID);
const proxmox = proxmoxApi({ host, port: Number(port), tokenID, tokenSecret });
const node = proxmox.nodes.$('pve');
const lxc = node.lxc.$(vmid);

async function task(upid) {
  for (;;) {
    const { status, exitstatus } = await node.tasks.$(upid).status.$get();
    if (status === 'stopped') return exitstatus;
    await new Promise((later) => setTimeout(later, 50));
  }
}

const told = { version: (await proxmox.version.$get()).version };
told.created = await task(
  await node.lxc.$post({
    vmid,
    ostemplate: process.env.PVE_TEMPLATE,
    hostname: 'from-proxmox-api',
    storage: 'local-lvm',
    rootfs: 'local-lvm:2',
    memory: 256,
    cores: 1,
    unprivileged: true,
    net0: 'name=eth0,bridge=vmbr0,ip=dhcp',
  }),
);
await lxc.config.$put({ memory: 384, description: 'Größe; 50 % & more', tags: 'foreign;api', onboot: true });
told.config = await lxc.config.$get();
told.started = await task(await lxc.status.start.$post());
told.status = (await lxc.status.current.$get()).status;
told.listed = (await node.lxc.$get()).filter((one) => Number(one.vmid) === vmid);
told.resources = (await proxmox.cluster.resources.$get({ type: 'vm' })).filter((one) => one.vmid === vmid);
told.stopped = await task(await lxc.status.stop.$post());
told.deleted = await task(await lxc.$delete({ purge: true }));
told.gone = !(await node.lxc.$get()).some((one) => Number(one.vmid) === vmid);
told.refused = await lxc.config.$get().then(
  () => null,
  (error) => error.message,
);
process.stdout.write(JSON.stringify(told));
