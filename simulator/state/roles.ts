/** The privileges of Proxmox VE and its built-in roles (`pveum role list`); 9 has no VM.Monitor, but finer ones. */
import type { Release } from '@/simulator/interface/interface';

const prefixed = (prefix: string, names: string) => names.split(' ').map((name) => `${prefix}.${name}`);

const vm = prefixed(
  'VM',
  'Allocate Audit Backup Clone Config.CDROM Config.CPU Config.Cloudinit Config.Disk Config.HWType Config.Memory Config.Network Config.Options Console Migrate PowerMgmt Snapshot Snapshot.Rollback',
);
const guestAgent = prefixed(
  'VM',
  'GuestAgent.Audit GuestAgent.FileRead GuestAgent.FileSystemMgmt GuestAgent.FileWrite',
);
const vmOf: Record<Release, string[]> = {
  '8': [...vm, 'VM.Monitor'].sort(),
  '9': [...vm, ...guestAgent, 'VM.GuestAgent.Unrestricted', 'VM.Replicate'].sort(),
};
const datastore = prefixed('Datastore', 'Allocate AllocateSpace AllocateTemplate Audit');
const sdn = prefixed('SDN', 'Allocate Audit Use');
const sys = prefixed('Sys', 'AccessNetwork Audit Console Incoming Modify PowerMgmt Syslog');
const mapping = prefixed('Mapping', 'Audit Modify Use');
const pool = prefixed('Pool', 'Allocate Audit');
const accounts = ['Group.Allocate', 'Realm.AllocateUser', 'User.Modify'];

const others = [...datastore, ...sdn, ...sys, ...mapping, ...pool, ...accounts, 'Permissions.Modify', 'Realm.Allocate'];

const all: Record<Release, string[]> = { '8': [...vmOf['8'], ...others].sort(), '9': [...vmOf['9'], ...others].sort() };

/** All privileges of a release. */
export const privilegesIn = (release: Release): string[] => all[release];

const sysAdmin = ['Sys.Audit', 'Sys.Console', 'Sys.Syslog'];

const roles = (release: Release, audit: string[]): Record<string, string[]> => ({
  Administrator: all[release],
  NoAccess: [],
  PVEAdmin: [
    ...vmOf[release],
    ...datastore,
    ...sdn,
    ...sysAdmin,
    'Mapping.Audit',
    'Mapping.Use',
    ...pool,
    ...accounts,
  ].sort(),
  PVEAuditor: ['Datastore.Audit', 'Mapping.Audit', 'Pool.Audit', 'SDN.Audit', 'Sys.Audit', 'VM.Audit', ...audit],
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
  PVEVMAdmin: vmOf[release],
  PVEVMUser: [
    'VM.Audit',
    'VM.Backup',
    'VM.Config.CDROM',
    'VM.Config.Cloudinit',
    'VM.Console',
    'VM.PowerMgmt',
    ...audit,
  ],
});

const builtin: Record<Release, Record<string, string[]>> = {
  '8': roles('8', []),
  '9': roles('9', ['VM.GuestAgent.Audit']),
};

/** The roles that Proxmox brings along. */
export const builtinRoles = (release: Release): Record<string, string[]> => builtin[release];

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
