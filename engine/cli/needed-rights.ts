/** What the engine's token needs in Proxmox, where, and the lines that give it; the README says the same. */

export type Need = { path: string; privileges: string[]; use: string };

export const needs: Need[] = [
  { path: '/', privileges: ['Sys.Audit'], use: 'node status, tasks of others, cluster firewall' },
  { path: '/vms', privileges: ['VM.Audit'], use: 'containers and their configuration' },
  { path: '/storage', privileges: ['Datastore.Audit'], use: 'storages' },
  { path: '/sdn/zones/localnetwork', privileges: ['SDN.Audit'], use: 'bridges' },
  { path: '/vms', privileges: ['VM.PowerMgmt'], use: 'start, shut down, stop, restart' },
  {
    path: '/vms',
    privileges: ['VM.Config.CPU', 'VM.Config.Memory', 'VM.Config.Disk', 'VM.Config.Network', 'VM.Config.Options'],
    use: 'the fields that a change may touch',
  },
  { path: '/sdn/zones/localnetwork', privileges: ['SDN.Use'], use: 'putting a network card on a bridge' },
  { path: '/storage', privileges: ['Datastore.AllocateSpace'], use: 'growing a volume' },
];

/** `{path: {privilege: propagates}}`, as GET /access/permissions answers. */
export type Permissions = Record<string, Record<string, number>>;

/** The privileges that are missing, of each need. */
export function missingRights(permissions: Permissions): { need: Need; missing: string[] }[] {
  return needs.map((need) => {
    const granted = grantedAt(permissions, need.path);
    return { need, missing: need.privileges.filter((privilege) => !granted.has(privilege)) };
  });
}

/** Of the path itself, else what its nearest ancestor hands down (value 1: it propagates). */
function grantedAt(permissions: Permissions, path: string): Set<string> {
  const own = permissions[path];
  if (own) return new Set(Object.keys(own));
  for (let up = path; up !== '/'; ) {
    up = up.slice(0, up.lastIndexOf('/')) || '/';
    const above = permissions[up];
    if (above)
      return new Set(Object.entries(above).flatMap(([privilege, propagates]) => (propagates ? [privilege] : [])));
  }
  return new Set();
}

/** The lines for this user, to be run as root on a node. */
export function pveumLines(tokenId: string): string[] {
  const [user = '', token = ''] = tokenId.split('!');
  return [
    'pveum role add WheelhouseSee --privs "Sys.Audit VM.Audit Datastore.Audit SDN.Audit"',
    'pveum role add WheelhouseChange --privs "VM.PowerMgmt VM.Config.CPU VM.Config.Memory VM.Config.Disk VM.Config.Network VM.Config.Options"',
    'pveum role add WheelhouseUse --privs "SDN.Use Datastore.AllocateSpace"',
    `pveum acl modify / --users ${user} --roles WheelhouseSee`,
    `pveum acl modify /vms --users ${user} --roles WheelhouseSee,WheelhouseChange`,
    `pveum acl modify /sdn/zones/localnetwork --users ${user} --roles WheelhouseSee,WheelhouseUse`,
    `pveum acl modify /storage --users ${user} --roles WheelhouseSee,WheelhouseUse`,
    `pveum user token modify ${user} ${token} --privsep 0`,
  ];
}
