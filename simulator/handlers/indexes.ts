/** Directory listings of the API tree: fixed names, as Proxmox has them. */
import type { Handlers } from '@/simulator/world';

const listing = (key: string, names: string) => () => names.split(' ').map((name) => ({ [key]: name }));

export const indexHandlers: Handlers = {
  'GET /access': listing('subdir', 'users groups roles acl domains openid tfa ticket password permissions'),
  'GET /cluster': listing(
    'name',
    'replication metrics config firewall backup backup-info ha acme ceph jobs mapping notifications sdn log resources tasks options status nextid',
  ),
  'GET /cluster/firewall': listing('name', 'rules options groups ipset aliases macros refs'),
  'GET /cluster/metrics': listing('name', 'server export'),
  'GET /nodes/{node}': listing(
    'name',
    'aplinfo apt capabilities ceph certificates config disks dns firewall hardware hosts journal lxc migrateall netstat network qemu query-url-metadata replication report rrd rrddata scan services spiceshell startall status stopall storage subscription suspendall syslog tasks termproxy time version vncshell vzdump wakeonlan sdn',
  ),
  'GET /nodes/{node}/firewall': listing('name', 'rules options log'),
  'GET /nodes/{node}/lxc/{vmid}': listing(
    'subdir',
    'config pending status vncproxy termproxy vncwebsocket spiceproxy migrate clone rrd rrddata firewall snapshot resize interfaces',
  ),
  'GET /nodes/{node}/lxc/{vmid}/firewall': listing('name', 'rules aliases ipset refs options'),
  'GET /nodes/{node}/lxc/{vmid}/status': listing('subdir', 'current start stop shutdown reboot migrate'),
  'GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}': listing('cmd', 'config rollback'),
  'GET /nodes/{node}/storage/{storage}': listing(
    'subdir',
    'content download-url file-restore import-metadata prunebackups rrd rrddata status upload',
  ),
  'GET /nodes/{node}/tasks/{upid}': listing('name', 'log status'),
};
