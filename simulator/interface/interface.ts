/**
 * The interface of Proxmox VE as data: every endpoint that the simulator knows, found by method and path. 8.4 is a
 * table; 9.2 is that table with its changes.
 */
import { amend } from '@/simulator/interface/amend';
import { type Endpoint, type Property, parseParameters, parseShapes, parseTable } from '@/simulator/interface/notation';
import { accessTable } from '@/simulator/interface/tables/access';
import { clusterTable } from '@/simulator/interface/tables/cluster';
import { firewallTable } from '@/simulator/interface/tables/firewall';
import { lxcTable } from '@/simulator/interface/tables/lxc';
import { nodesTable } from '@/simulator/interface/tables/nodes';
import { parametersTable } from '@/simulator/interface/tables/parameters';
import { poolsTable } from '@/simulator/interface/tables/pools';
import { propertyStringsTable } from '@/simulator/interface/tables/property-strings';
import { pve9Table } from '@/simulator/interface/tables/pve9';
import { storageTable } from '@/simulator/interface/tables/storage';

const shared = parseParameters(parametersTable);
/** Paths that the simulator answers although it has nothing to say there. */
const emptyTable = 'GET /nodes/{node}/qemu protected proxy: all\n  full?: boolean\n';
const tables = [accessTable, clusterTable, firewallTable, lxcTable, nodesTable, poolsTable, storageTable, emptyTable];

export const endpoints: Endpoint[] = tables.flatMap((table) => parseTable(table, shared));
const shapes8 = parseShapes(propertyStringsTable);
const pve9 = amend({ endpoints, shapes: shapes8 }, pve9Table, '9', shared);
export const shapes: Map<string, Map<string, Property>> = new Map([...shapes8, ...pve9.shapes]);

/**
 * The shape with everything that any version knows. What is stored is read and printed with it: what a version does
 * not know has been refused at the door.
 */
export const widest = (shape: string) => `${shape}@9`;

/** How many of a numbered key there are: `net0` to `net31` (FACTS §4). */
const numbered: Record<string, number> = { net: 32, mp: 256, unused: 256, dev: 256 };

/** The definition of a parameter, `net3` being one of `net[n]`. */
export function parameterOf(endpoint: Endpoint, name: string): Property | undefined {
  const exact = endpoint.parameters.get(name);
  if (exact) return exact;
  const match = /^(net|mp|unused|dev)(0|[1-9]\d*)$/.exec(name);
  if (!match || Number(match[2]) >= (numbered[match[1] ?? ''] ?? 0)) return undefined;
  return endpoint.parameters.get(`${match[1]}[n]`);
}

type Branch = {
  literal: Map<string, Branch>;
  variable?: { name: string; branch: Branch };
  methods: Map<string, Endpoint>;
};
const branch = (): Branch => ({ literal: new Map(), methods: new Map() });

function treeOf(all: Endpoint[]): Branch {
  const root = branch();
  for (const endpoint of all) grow(root, endpoint);
  return root;
}

function grow(root: Branch, endpoint: Endpoint): void {
  let at = root;
  for (const segment of endpoint.path.split('/').filter(Boolean)) {
    const variable = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (variable) {
      at.variable ??= { name: variable, branch: branch() };
      at = at.variable.branch;
    } else {
      const next = at.literal.get(segment) ?? branch();
      at.literal.set(segment, next);
      at = next;
    }
  }
  at.methods.set(endpoint.method, endpoint);
}

export type Release = '8' | '9';

const releases: Record<Release, { endpoints: Endpoint[]; root: Branch }> = {
  '8': { endpoints, root: treeOf(endpoints) },
  '9': { endpoints: pve9.endpoints, root: treeOf(pve9.endpoints) },
};

/** All endpoints of a release. */
export const endpointsOf = (release: Release): Endpoint[] => releases[release].endpoints;

/** Path variables that take the whole rest of the path, slashes and all. */
const greedy = new Set(['volume', 'cidr']);

/** The endpoint of a decoded path, and the values of its variables; null if there is none. */
export function findEndpoint(
  method: string,
  path: string,
  release: Release = '8',
): { endpoint: Endpoint; variables: Record<string, string> } | null {
  const segments = path.split('/').filter(Boolean);
  const variables: Record<string, string> = {};
  let at = releases[release].root;
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i] ?? '';
    const literal = at.literal.get(segment);
    if (literal) {
      at = literal;
      continue;
    }
    if (!at.variable) return null;
    const rest = greedy.has(at.variable.name) && at.variable.branch.literal.size === 0;
    variables[at.variable.name] = rest ? segments.slice(i).join('/') : segment;
    at = at.variable.branch;
    if (rest) break;
  }
  const endpoint = at.methods.get(method);
  return endpoint ? { endpoint, variables } : null;
}
