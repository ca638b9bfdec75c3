"""Debian's python3-proxmoxer: one container's life, told as JSON. The CA is handed over as `verify_ssl`."""

import json
import os
import time

from proxmoxer import ProxmoxAPI, ResourceException

env = os.environ
vmid = int(env["PVE_VMID"])
where = {"port": int(env["PVE_PORT"]), "verify_ssl": env["PVE_CA"], "timeout": 20}
if "PVE_PASSWORD" in env:
    proxmox = ProxmoxAPI(env["PVE_HOST"], user="root@pam", password=env["PVE_PASSWORD"], **where)
else:
    user, token = env["PVE_TOKEN_ID"].split("!")
    proxmox = ProxmoxAPI(
        env["PVE_HOST"], user=user, token_name=token, token_value=env["PVE_TOKEN_SECRET"], **where
    )
node = proxmox.nodes("pve")
lxc = node.lxc(vmid)


def task(upid):
    while True:
        status = node.tasks(upid).status.get()
        if status["status"] == "stopped":
            return status["exitstatus"]
        time.sleep(0.05)


told = {"version": proxmox.version.get()["version"]}
told["created"] = task(
    node.lxc.create(
        vmid=vmid,
        ostemplate=env["PVE_TEMPLATE"],
        hostname="from-proxmoxer",
        storage="local-lvm",
        rootfs="local-lvm:2",
        memory=256,
        cores=1,
        unprivileged=1,
        net0="name=eth0,bridge=vmbr0,ip=dhcp",
    )
)
lxc.config.put(memory=384, description="Größe; 50 % & more", tags="foreign;api", onboot=1)
told["config"] = lxc.config.get()
told["started"] = task(lxc.status.start.post())
told["status"] = lxc.status.current.get()["status"]
told["listed"] = [one for one in node.lxc.get() if int(one["vmid"]) == vmid]
told["resources"] = [one for one in proxmox.cluster.resources.get(type="vm") if one["vmid"] == vmid]
told["stopped"] = task(lxc.status.stop.post())
told["deleted"] = task(lxc.delete(purge=1))
told["gone"] = not any(int(one["vmid"]) == vmid for one in node.lxc.get())
try:
    lxc.config.get()
    told["refused"] = None
except ResourceException as error:
    told["refused"] = str(error)
print(json.dumps(told))
