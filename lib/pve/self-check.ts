/**
 * What Wheelhouse asks of Proxmox, feature by feature, against what its token may do; and the lines that mend it.
 *
 * `features` is the table: which privileges a feature needs, and on which path, as Proxmox's own permission checks
 * have it (the API's `permissions` entries). The rights are those of `GET /access/permissions`, which any token may
 * ask about itself: path, privilege, and 1 where it is handed down. For a token with privilege separation they are
 * already the intersection of the user's and the token's.
 *
 * Pure; the engine asks, the page and `wheelhouse doctor` show.
 */

/** `{path: {privilege: 1 if it propagates}}`. */
export type Permissions = Record<string, Record<string, number>>;

export type Need = { path: string; privileges: readonly string[] };

export type Feature = {
  id: string;
  name: string;
  /** `see`: without it something is not known; `do`: without it Proxmox refuses something. */
  kind: 'see' | 'do';
  needs: readonly Need[];
  /** What is so while it is missing. */
  without: string;
};

const cluster = '/';
const nodes = '/nodes';
const guests = '/vms';
const storages = '/storage';
const bridges = '/sdn/zones/localnetwork';

export const features: readonly Feature[] = [
  {
    id: 'containers',
    name: 'Containers, their configuration and firewall',
    kind: 'see',
    needs: [{ path: guests, privileges: ['VM.Audit'] }],
    without: 'Containers may not be read.',
  },
  {
    id: 'nodes',
    name: 'Load, memory and tasks of the nodes',
    kind: 'see',
    needs: [{ path: nodes, privileges: ['Sys.Audit'] }],
    without: 'The load of the nodes and tasks of others may not be read.',
  },
  {
    id: 'cluster',
    name: 'Metrics, cluster firewall and backup jobs',
    kind: 'see',
    needs: [{ path: cluster, privileges: ['Sys.Audit'] }],
    without: 'The cluster’s metrics, firewall and backup jobs may not be read.',
  },
  {
    id: 'storages',
    name: 'Storages and how full they are',
    kind: 'see',
    needs: [{ path: storages, privileges: ['Datastore.Audit'] }],
    without: 'Storages may not be read.',
  },
  {
    id: 'bridges',
    name: 'Bridges',
    kind: 'see',
    needs: [{ path: bridges, privileges: ['SDN.Audit'] }],
    without: 'Bridges may not be read.',
  },
  {
    id: 'power',
    name: 'Start, shut down, stop and restart',
    kind: 'do',
    needs: [{ path: guests, privileges: ['VM.PowerMgmt'] }],
    without: 'Proxmox refuses to start and stop containers.',
  },
  {
    id: 'cpu',
    name: 'Change cores and CPU limits',
    kind: 'do',
    needs: [{ path: guests, privileges: ['VM.Config.CPU'] }],
    without: 'Proxmox refuses changes of cores.',
  },
  {
    id: 'memory',
    name: 'Change memory and swap',
    kind: 'do',
    needs: [{ path: guests, privileges: ['VM.Config.Memory'] }],
    without: 'Proxmox refuses changes of memory.',
  },
  {
    id: 'options',
    name: 'Change tags, description, boot and protection',
    kind: 'do',
    needs: [{ path: guests, privileges: ['VM.Config.Options'] }],
    without: 'Proxmox refuses changes of tags, description and boot.',
  },
  {
    id: 'network',
    name: 'Change hostname, DNS, network cards and firewall rules',
    kind: 'do',
    needs: [
      { path: guests, privileges: ['VM.Config.Network'] },
      { path: bridges, privileges: ['SDN.Use'] },
    ],
    without: 'Proxmox refuses changes of the network and the firewall.',
  },
  {
    id: 'disks',
    name: 'Grow disks, add volumes',
    kind: 'do',
    needs: [
      { path: guests, privileges: ['VM.Config.Disk'] },
      { path: storages, privileges: ['Datastore.AllocateSpace'] },
    ],
    without: 'Proxmox refuses to grow disks.',
  },
];

export type Missing = { path: string; privileges: string[] };
export type Checked = Omit<Feature, 'needs'> & { needs: Need[]; missing: Missing[] };

export type SelfCheck = {
  features: Checked[];
  /** Run as root on a node, they give what is missing; empty when nothing is. */
  cure: string[];
};

/** Each feature with what it lacks. */
export function checkFeatures(permissions: Permissions): Checked[] {
  return features.map((feature) => ({
    ...feature,
    needs: [...feature.needs],
    missing: feature.needs.flatMap((need) => missingOf(permissions, need)),
  }));
}

/** The same with the lines that mend it. */
export function selfCheck(permissions: Permissions, tokenId: string): SelfCheck {
  const checked = checkFeatures(permissions);
  return {
    features: checked,
    cure: cureOf(
      checked.flatMap(({ missing }) => missing).map(({ path }) => path),
      tokenId,
    ),
  };
}

/** Missing on the path itself, and on each path below it where an entry of its own takes the inherited one's place. */
function missingOf(permissions: Permissions, { path, privileges }: Need): Missing[] {
  // They end up in a line for a shell, so only what Proxmox allows in a path counts as one.
  const below = Object.keys(permissions).filter((one) => one.startsWith(`${path}/`) && /^[\w./-]+$/.test(one));
  // Below `/` the other branches have needs of their own.
  const paths = path === '/' ? ['/'] : [path, ...below.sort()];
  return paths.flatMap((one) => {
    const granted = grantedAt(permissions, one);
    const missing = privileges.filter((privilege) => !granted.has(privilege));
    return missing.length === 0 ? [] : [{ path: one, privileges: missing }];
  });
}

/** Paths that Proxmox always lists: one that is not there grants nothing (it leaves out what is empty). */
const always = new Set(['/', '/access', '/access/groups', '/nodes', '/pool', '/sdn', '/storage', '/vms']);

/** Of the path itself, else what its nearest listed ancestor hands down. */
function grantedAt(permissions: Permissions, path: string): Set<string> {
  const own = permissions[path];
  if (own) return new Set(Object.keys(own));
  for (let at = path; !always.has(at); ) {
    at = at.slice(0, at.lastIndexOf('/')) || '/';
    const above = permissions[at];
    if (above) return new Set(Object.entries(above).flatMap(([privilege, hands]) => (hands ? [privilege] : [])));
  }
  return new Set();
}

const roles = {
  WheelhouseSee: ['Sys.Audit', 'VM.Audit', 'Datastore.Audit', 'SDN.Audit'],
  WheelhouseChange: [
    'VM.PowerMgmt',
    'VM.Config.CPU',
    'VM.Config.Memory',
    'VM.Config.Disk',
    'VM.Config.Network',
    'VM.Config.Options',
  ],
  WheelhouseUse: ['SDN.Use', 'Datastore.AllocateSpace'],
} as const;
type RoleName = keyof typeof roles;

/**
 * In Proxmox an entry on a deeper path takes the place of the inherited ones, so each path is given all of its roles
 * and not only what is missing. The roles are the README's; a line for one that exists brings it up to date.
 */
function cureOf(paths: string[], tokenId: string): string[] {
  if (paths.length === 0) return [];
  const [user = '', token = ''] = tokenId.split('!');
  const mended = [...new Set(paths)].sort();
  const used = new Set(mended.flatMap(rolesOf));
  return [
    ...(Object.keys(roles) as RoleName[])
      .filter((role) => used.has(role))
      .map((role) => {
        const privileges = roles[role].join(' ');
        return `pveum role add ${role} --privs "${privileges}" || pveum role modify ${role} --privs "${privileges}"`;
      }),
    ...mended.map((path) => `pveum acl modify ${path} --users ${user} --roles ${rolesOf(path).join(',')}`),
    `pveum user token modify ${user} ${token} --privsep 0`,
  ];
}

function rolesOf(path: string): RoleName[] {
  if (path.startsWith(guests)) return ['WheelhouseSee', 'WheelhouseChange'];
  if (path.startsWith(storages) || path.startsWith('/sdn')) return ['WheelhouseSee', 'WheelhouseUse'];
  return ['WheelhouseSee'];
}

/** `VM.Audit on /vms; SDN.Use on /sdn/zones/localnetwork`. */
export function needText(needs: readonly Need[]): string {
  return needs.map(({ path, privileges }) => `${privileges.join(' ')} on ${path}`).join('; ');
}

export const trustText = {
  fingerprint: 'pinned by its fingerprint',
  ca: 'checked against a CA of your own',
  system: 'checked against the system’s authorities',
} as const;

/** Everything that the token lacks and that would be shown, in sentences: for whoever looks at the overview. */
export function unreadable(features: readonly Pick<Checked, 'kind' | 'missing' | 'without'>[]): string[] {
  return features.filter(({ kind, missing }) => kind === 'see' && missing.length > 0).map(({ without }) => without);
}

/** What the whole check comes to, in one sentence; the page and the command line say the same. */
export function verdict(features: readonly Pick<Checked, 'kind' | 'missing'>[]): string {
  const lacks = (kind: Feature['kind']) => features.filter((one) => one.kind === kind && one.missing.length > 0).length;
  const all = (kind: Feature['kind']) => features.filter((one) => one.kind === kind).length;
  const see = lacks('see');
  const act = lacks('do');
  if (see === 0 && act === 0) return 'The token may do all that Wheelhouse asks of it.';
  if (see === 0 && act === all('do')) return 'The token may see everything and change nothing.';
  const parts = [
    see > 0 ? `${see} of ${all('see')} things may not be read` : '',
    act > 0 ? `${act} of ${all('do')} kinds of change will be refused` : '',
  ];
  return `${parts.filter(Boolean).join(', and ')}.`;
}
