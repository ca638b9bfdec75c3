/**
 * What is known of one container, gathered from answers of different age: the cluster's list (10 to 20 s old), its
 * own status (now), the metrics (each beat), its configuration. `viewOf` puts them together; nothing here asks.
 */
import { createRates, type Rates } from '@/engine/observe/rate';
import { createRing, type Ring } from '@/engine/observe/ring';
import type { CurrentStatus, GuestRow, MetricSample } from '@/engine/proxmox/read';
import type { ObservedContainer, PendingKey } from '@/lib/live/observed';
import type { Series } from '@/lib/live/series';
import type { ContainerStatus, UsageView } from '@/lib/live/view';
import type { ConfiguredSpec } from '@/lib/spec/container';

const columns = [
  'cpu',
  'memoryBytes',
  'maxMemoryBytes',
  'netInBytesPerSecond',
  'netOutBytesPerSecond',
  'diskReadBytesPerSecond',
  'diskWriteBytesPerSecond',
] as const satisfies readonly (keyof Series & keyof UsageView)[];

/** The list lags behind by two beats at most (FACTS §5); until then the container's own word stands. */
const wordHoldsMs = 25_000;
/** The list's uptime is as old as the list, so that the start it implies wobbles; a restart moves it further. */
const startWobbleMs = 30_000;

export type Configuration = {
  config: ConfiguredSpec | null;
  unreadable: string | null;
  firewallUnread: string | null;
  digest: string | null;
  firewallDigest: ObservedContainer['firewallDigest'];
  pending: PendingKey[];
  /** What was read, to see whether anything moved. */
  raw: string;
  at: number;
  /** Number of the reading: a slow one does not overwrite a later one. */
  reading: number;
};

export type Guest = {
  readonly vmid: number;
  node: string;
  name: string;
  template: boolean;
  listedStatus: ContainerStatus;
  listedLock: string | null;
  /** Why the cluster's list has no usable row of it. */
  broken: string | null;
  word: { status: ContainerStatus; lock: string | null; at: number } | null;
  followed: boolean;
  startedAt: number | null;
  usage: UsageView | null;
  ring: Ring<(typeof columns)[number]>;
  rates: Rates;
  lastUptime: number | null;
  configuration: Configuration | null;
  power: 'running' | 'stopped';
  /** The view, until something moves. */
  view: ObservedContainer | null;
};

export function createGuest(vmid: number, node: string): Guest {
  return {
    vmid,
    node,
    name: `CT${vmid}`,
    template: false,
    listedStatus: 'unknown',
    listedLock: null,
    broken: null,
    word: null,
    followed: false,
    startedAt: null,
    usage: null,
    ring: createRing(columns),
    rates: createRates(),
    lastUptime: null,
    configuration: null,
    power: 'stopped',
    view: null,
  };
}

/** Takes a row of the cluster's list; `nodeOnline` false means that nothing is known of its state. */
export function takeRow(guest: Guest, row: GuestRow, nodeOnline: boolean, now: number): void {
  if (guest.node !== row.node) guest.configuration = null;
  guest.node = row.node;
  // A container that is just being made is listed as a stub without a name.
  if (row.name !== null) guest.name = row.name;
  guest.template = row.template;
  guest.listedStatus = nodeOnline ? row.status : 'unknown';
  guest.listedLock = row.lock;
  guest.broken = null;
  if (!guest.word || !wordStands(guest, now)) takeUptime(guest, guest.listedStatus, row.uptime, now, startWobbleMs);
  settle(guest, now);
}

/** Takes the container's own word on its state. */
export function takeCurrent(guest: Guest, current: CurrentStatus, now: number): void {
  guest.word = { status: current.status, lock: current.lock, at: now };
  takeUptime(guest, current.status, current.uptime, now, 3_000);
  settle(guest, now);
}

/** Takes a moment of the metrics export; names as PVE writes them, older spellings too. */
export function takeSample(guest: Guest, sample: MetricSample, now: number): boolean {
  const value = (...names: string[]) => {
    for (const name of names) {
      const found = sample.values.get(name);
      if (found !== undefined) return found;
    }
    return null;
  };
  return takeUsage(
    guest,
    sample.at,
    sample.at,
    {
      cpu: value('cpu_current', 'cpu'),
      mem: value('mem_used', 'mem'),
      maxmem: value('mem_total', 'maxmem'),
      disk: value('disk_used', 'disk'),
      maxdisk: value('disk_total', 'maxdisk'),
      netin: value('net_in', 'netin'),
      netout: value('net_out', 'netout'),
      diskread: value('disk_read', 'diskread'),
      diskwrite: value('disk_write', 'diskwrite'),
      uptime: value('uptime'),
    },
    now,
  );
}

/** Takes usage from the cluster's list. False when the list has not moved since: its broadcast is yet to come. */
export function takeRowUsage(guest: Guest, row: GuestRow, now: number): boolean {
  if (row.uptime !== null && row.uptime > 0 && row.uptime === guest.lastUptime) return false;
  // The container's own uptime is the better clock: the time of our asking wobbles against the broadcast.
  const clock = row.uptime ? row.uptime * 1000 : now;
  if (guest.lastUptime !== null && row.uptime !== null && row.uptime < guest.lastUptime) guest.rates = createRates();
  return takeUsage(guest, now, clock, row, now);
}

type RawUsage = Pick<
  GuestRow,
  'cpu' | 'mem' | 'maxmem' | 'disk' | 'maxdisk' | 'netin' | 'netout' | 'diskread' | 'diskwrite' | 'uptime'
>;

function takeUsage(guest: Guest, at: number, clock: number, raw: RawUsage, now: number): boolean {
  const runs = raw.uptime !== null && raw.uptime > 0;
  guest.lastUptime = raw.uptime;
  const rates = {
    netInBytesPerSecond: guest.rates.of('netin', clock, runs ? raw.netin : null),
    netOutBytesPerSecond: guest.rates.of('netout', clock, runs ? raw.netout : null),
    diskReadBytesPerSecond: guest.rates.of('diskread', clock, runs ? raw.diskread : null),
    diskWriteBytesPerSecond: guest.rates.of('diskwrite', clock, runs ? raw.diskwrite : null),
  };
  // The first look of a worker at a container may be slightly negative (FACTS §5).
  const cpu = runs && raw.cpu !== null ? Math.max(0, raw.cpu) : null;
  const memoryBytes = runs ? raw.mem : null;
  const moved = guest.ring.push(at, { cpu, memoryBytes, maxMemoryBytes: raw.maxmem, ...rates });
  if (!moved) return false;
  guest.view = null;
  guest.usage =
    cpu === null || memoryBytes === null || raw.uptime === null
      ? null
      : {
          at,
          cpu,
          memoryBytes,
          maxMemoryBytes: raw.maxmem ?? 0,
          diskBytes: raw.disk ?? 0,
          maxDiskBytes: raw.maxdisk ?? 0,
          ...rates,
          uptimeSeconds: raw.uptime,
        };
  settle(guest, now);
  return true;
}

export function takeConfiguration(guest: Guest, configuration: Configuration): void {
  if (guest.configuration && guest.configuration.reading > configuration.reading) return;
  guest.configuration = configuration;
  guest.view = null;
}

function takeUptime(guest: Guest, status: ContainerStatus, uptime: number | null, now: number, wobbleMs: number): void {
  if (status !== 'running' || uptime === null || uptime <= 0) {
    if (status === 'stopped') guest.startedAt = null;
    return;
  }
  const startedAt = Math.round(now - uptime * 1000);
  if (guest.startedAt === null || Math.abs(startedAt - guest.startedAt) > wobbleMs) guest.startedAt = startedAt;
}

function wordStands(guest: Guest, now: number): boolean {
  return guest.word !== null && (guest.followed || now - guest.word.at < wordHoldsMs);
}

export function statusOf(guest: Guest, now: number): ContainerStatus {
  return guest.word && wordStands(guest, now) ? guest.word.status : guest.listedStatus;
}

/** Drops the view when what it says of the state is no longer so. */
export function settle(guest: Guest, now: number): void {
  const status = statusOf(guest, now);
  if (status !== 'unknown') guest.power = status;
  const before = guest.view;
  if (!before) return;
  const after = viewFields(guest, now);
  if (Object.entries(after).some(([key, value]) => before[key as keyof ObservedContainer] !== value)) guest.view = null;
}

function viewFields(guest: Guest, now: number) {
  const status = statusOf(guest, now);
  const lock = guest.word && wordStands(guest, now) ? guest.word.lock : guest.listedLock;
  return {
    node: guest.node,
    name: guest.name,
    status,
    template: guest.template,
    lock,
    startedAt: status === 'stopped' ? null : guest.startedAt,
    unreadable: guest.broken ?? guest.configuration?.unreadable ?? null,
  };
}

export function viewOf(guest: Guest, now: number): ObservedContainer {
  if (guest.view) return guest.view;
  const fields = viewFields(guest, now);
  const config = configOf(guest);
  guest.view = {
    vmid: guest.vmid,
    ...fields,
    usage: fields.status === 'stopped' ? null : guest.usage,
    cpuSpark: guest.ring.spark('cpu', 4),
    config: fields.unreadable === null ? config : null,
    firewallUnread: guest.configuration?.firewallUnread ?? null,
    digest: guest.configuration?.digest ?? null,
    firewallDigest: guest.configuration?.firewallDigest ?? { options: null, rules: null },
    pending: guest.configuration?.pending ?? [],
    configuredAt: guest.configuration?.at ?? null,
  };
  return guest.view;
}

/** The configuration with the power state. The object stays the same while nothing moves: comparisons hang on it. */
function configOf(guest: Guest): ConfiguredSpec | null {
  const { configuration, power } = guest;
  if (!configuration?.config) return null;
  if (configuration.config.power !== power)
    guest.configuration = { ...configuration, config: { ...configuration.config, power } };
  return guest.configuration?.config ?? null;
}

export function seriesOf(guest: Guest): Series {
  const { ring } = guest;
  return {
    times: ring.times(),
    cpu: ring.column('cpu'),
    memoryBytes: ring.column('memoryBytes'),
    maxMemoryBytes: ring.column('maxMemoryBytes'),
    netInBytesPerSecond: ring.column('netInBytesPerSecond'),
    netOutBytesPerSecond: ring.column('netOutBytesPerSecond'),
    diskReadBytesPerSecond: ring.column('diskReadBytesPerSecond'),
    diskWriteBytesPerSecond: ring.column('diskWriteBytesPerSecond'),
  };
}
