/** The privileges of Proxmox VE 8 and its built-in roles (`pveum role list`). */
const prefixed = (prefix: string, names: string) => names.split(' ').map((name) => `${prefix}.${name}`);

const vm = prefixed(
  'VM',
  'Allocate Audit Backup Clone Config.CDROM Config.CPU Config.Cloudinit Config.Disk Config.HWType Config.Memory Config.Network Config.Options Console Migrate Monitor PowerMgmt Snapshot Snapshot.Rollback',
);
const datastore = prefixed('Datastore', 'Allocate AllocateSpace AllocateTemplate Audit');
const sdn = prefixed('SDN', 'Allocate Audit Use');
const sys = prefixed('Sys', 'AccessNetwork Audit Console Incoming Modify PowerMgmt Syslog');
const mapping = prefixed('Mapping', 'Audit Modify Use');
const pool = prefixed('Pool', 'Allocate Audit');
const accounts = ['Group.Allocate', 'Realm.AllocateUser', 'User.Modify'];

export const allPrivileges = [
  ...vm,
  ...datastore,
  ...sdn,
  ...sys,
  ...mapping,
  ...pool,
  ...accounts,
  'Permissions.Modify',
  'Realm.Allocate',
].sort();

const sysAdmin = ['Sys.Audit', 'Sys.Console', 'Sys.Syslog'];

export const builtinRoles: Record<string, string[]> = {
  Administrator: allPrivileges,
  NoAccess: [],
  PVEAdmin: [...vm, ...datastore, ...sdn, ...sysAdmin, 'Mapping.Audit', 'Mapping.Use', ...pool, ...accounts].sort(),
  PVEAuditor: ['Datastore.Audit', 'Mapping.Audit', 'Pool.Audit', 'SDN.Audit', 'Sys.Audit', 'VM.Audit'],
  PVEDatastoreAdmin: datastore,
  PVEDatastoreUser: ['Datastore.AllocateSpace', 'Datastore.Audit'],
  PVEMappingAdmin: mapping,
  PVEMappingUser: ['Mapping.Audit', 'Mapping.Use'],
  PVEPoolAdmin: pool,
  PVEPoolUser: ['Pool.Audit'],
  PVESDNAdmin: sdn,
  PVESDNUser: ['SDN.Audit', 'SDN.Use'],
  PVESysAdmin: sysAdmin,
  PVETemplateUser: ['VM.Audit', 'VM.Clone'],
  PVEUserAdmin: accounts,
  PVEVMAdmin: vm,
  PVEVMUser: ['VM.Audit', 'VM.Backup', 'VM.Config.CDROM', 'VM.Config.Cloudinit', 'VM.Console', 'VM.PowerMgmt'],
};

/**
 * What Wheelhouse may do in the demo: read everything, change containers and their firewall, start and stop, and no
 * more. Root-only things (bind mounts, devices, features) no token may (FACTS §2).
 */
export const wheelhouseRole = [
  'Datastore.AllocateSpace',
  'Datastore.Audit',
  'Pool.Audit',
  'SDN.Audit',
  'SDN.Use',
  'Sys.Audit',
  'VM.Allocate',
  'VM.Audit',
  'VM.Backup',
  'VM.Config.CPU',
  'VM.Config.Disk',
  'VM.Config.Memory',
  'VM.Config.Network',
  'VM.Config.Options',
  'VM.Console',
  'VM.PowerMgmt',
  'VM.Snapshot',
  'VM.Snapshot.Rollback',
];
