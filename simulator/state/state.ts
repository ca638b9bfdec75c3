/**
 * The whole simulated datacenter as plain data: what `--save` writes and `POST /reset` replaces. Nothing else holds
 * state that an answer depends on, but running workers, locks and the beat of the metrics.
 *
 * Times are epoch seconds, as Proxmox has them; sizes are bytes. Config values are texts as they stand in the file.
 */

export type NetworkInterface = Record<string, string | number | string[]> & { iface: string; type: string };

export type NodeState = {
  name: string;
  nodeid: number;
  ip: string;
  online: boolean;
  cpus: number;
  memoryBytes: number;
  swapBytes: number;
  rootfsBytes: number;
  rootfsUsedBytes: number;
  bootedAt: number;
  timezone: string;
  kernel: string;
  cgroupMode: number;
  dns: Record<string, string>;
  network: NetworkInterface[];
  stoppedServices?: string[];
  /** What the host itself uses, beside its containers. */
  baseMemoryBytes: number;
};

export type Volume = {
  /** What follows the storage's colon. */
  name: string;
  content: string;
  format: string;
  size: number;
  used?: number;
  ctime: number;
  /** The node that has it, on a storage that is not shared; absent if all have it. */
  node?: string;
  vmid?: number;
  notes?: string;
  protected?: boolean;
  parent?: string;
  /** The configuration that a backup holds. */
  backup?: { config: Record<string, string>; firewall?: GuestFirewall };
};

export type StorageState = {
  storage: string;
  type: string;
  path?: string;
  content: string[];
  pruneBackups?: string;
  shared: boolean;
  nodes?: string[];
  disabled?: boolean;
  totalBytes: number;
  /** What is used beside the volumes listed here; on a shared storage, all that is used. */
  usedBytes: number;
  /** What volumes use beside that on each node, if the storage is not shared. */
  usedOn?: Record<string, number>;
  availBytes?: number;
  snapshots: boolean;
  linkedClone: boolean;
  volumes: Volume[];
};

export type Token = { tokenid: string; secret: string; privsep: boolean; expire: number; comment?: string };

export type User = {
  userid: string;
  enable: boolean;
  expire: number;
  password: string | null;
  tokens: Token[];
  groups: string[];
  firstname?: string;
  lastname?: string;
  email?: string;
  comment?: string;
  keys?: string;
};

export type AclEntry = {
  path: string;
  type: 'user' | 'group' | 'token';
  ugid: string;
  roleid: string;
  propagate: boolean;
};

export type Rule = Record<string, string>;
export type Alias = { name: string; cidr: string; comment?: string };
export type IpSet = {
  name: string;
  comment?: string;
  entries: { cidr: string; nomatch?: boolean; comment?: string }[];
};
export type GuestFirewall = { options: Record<string, string>; rules: Rule[]; aliases: Alias[]; ipsets: IpSet[] };
export type ClusterFirewall = GuestFirewall & { groups: { group: string; comment?: string; rules: Rule[] }[] };
export type NodeFirewall = { options: Record<string, string>; rules: Rule[] };

export type Snapshot = {
  name: string;
  description?: string;
  snaptime: number;
  parent?: string;
  config: Record<string, string>;
};

/** A running container: what it was started with, which is what its status shows until it starts again. */
export type Running = { pid: number; startedAt: number; hostname: string };

/** How busy a guest is on an average day. CPU in cores, rates in bytes a second. */
export type Baseline = {
  cpuCores: number;
  memoryBytes: number;
  swapBytes: number;
  diskBytes: number;
  netIn: number;
  netOut: number;
  diskRead: number;
  diskWrite: number;
  /** What of its traffic goes over the host's uplink. */
  uplinkIn: number;
  uplinkOut: number;
  /** The hour of the day at which it is busiest, and how much busier than on average. */
  peakHour: number;
  swing: number;
};

export type Container = {
  vmid: number;
  node: string;
  config: Record<string, string>;
  /** Raw `lxc.*` lines. */
  lxc: [string, string][];
  pending: Record<string, string>;
  pendingDelete: string[];
  snapshots: Snapshot[];
  running: Running | null;
  /** How the guest reacts to being asked to shut down. */
  guest: { reactsToShutdown: boolean; shutdownSeconds: number };
  /** The address that DHCP gave, per NIC. */
  leases?: Record<string, string>;
  /** What it does when nothing disturbs it; made when it is. */
  baseline?: Baseline;
  /** When it was made, if that was since the state began: no history is older. */
  createdAt?: number;
  /** When it was started and stopped, newest last: the history charts follow it. */
  power?: { at: number; up: boolean }[];
};

export type TaskRecord = {
  upid: string;
  node: string;
  pid: number;
  pstart: number;
  starttime: number;
  type: string;
  id: string;
  /** `user@realm` or `user@realm!token`. */
  user: string;
  endtime?: number;
  status?: string;
  log: string[];
};

export type State = {
  version: { version: string; release: string; repoid: string };
  clusterName: string | null;
  nodes: NodeState[];
  storages: StorageState[];
  users: User[];
  groups: { groupid: string; comment?: string }[];
  roles: Record<string, { privileges: string[]; builtin: boolean }>;
  acl: AclEntry[];
  realms: { realm: string; type: string; comment?: string }[];
  options: Record<string, string>;
  pools: { poolid: string; comment?: string; vms: number[]; storages: string[] }[];
  containers: Record<string, Container>;
  backupJobs: Record<string, unknown>[];
  firewall: { cluster: ClusterFirewall; nodes: Record<string, NodeFirewall>; guests: Record<string, GuestFirewall> };
  /** What container templates turn into, by volume id. */
  templates: Record<string, { ostype: string; arch: string; guest: Container['guest'] }>;
  tasks: TaskRecord[];
  log: { uid: number; time: number; node: string; pid: number; user: string; tag: string; msg: string; pri: number }[];
};

export const emptyGuestFirewall = (): GuestFirewall => ({ options: {}, rules: [], aliases: [], ipsets: [] });
