import { useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { arrange, type Group, type Grouping, groupFleet } from '@/components/fleet/arrange';
import { Tile } from '@/components/fleet/tile';
import { Glyph } from '@/components/glyph/glyph';
import { useDerived, useLiveList } from '@/components/live/store';
import { bytesText } from '@/lib/format/bytes';
import type { ContainerView, UsageView } from '@/lib/live/view';

const groupings: Record<Grouping, string> = { category: 'By category', state: 'By state' };
const states = {
  any: 'Any state',
  running: 'Running',
  stopped: 'Stopped',
  moving: 'In motion',
  drifted: 'Drifted',
  unsound: 'With a finding',
} as const;
type State = keyof typeof states;

const holds: Record<State, (container: ContainerView) => boolean> = {
  any: () => true,
  running: ({ status }) => status === 'running',
  stopped: ({ status }) => status === 'stopped',
  moving: ({ held }) => held !== null,
  drifted: ({ sync }) => sync === 'drifted',
  unsound: ({ finding }) => finding !== null,
};

/** Every container, in columns; `children` (recent activity) fills under the shortest. Grouping and state live in the URL. */
export function Fleet({ children }: { children: ReactNode }) {
  const containers = useLiveList('ct');
  const params = useSearchParams();
  const by = known(groupings, params.get('by'), 'category');
  const state = known(states, params.get('state'), 'any');
  const shown = containers.filter(holds[state]);
  const columns = arrange(groupFleet(shown, by));
  return (
    <section aria-labelledby="fleet">
      <div className="mb-1 flex min-h-[26px] items-center gap-2.5">
        <h2 id="fleet" className="font-title text-13 text-ink">
          Fleet
        </h2>
        <span className="text-12 text-ink-3">
          {shown.length === containers.length ? '' : `${shown.length} of `}
          {containers.length} containers
        </span>
        <span className="ml-auto flex gap-1.5">
          <Choice name="by" label="Group" options={groupings} value={by} />
          <Choice name="state" label="State" options={states} value={state} />
        </span>
      </div>
      {containers.length > 0 && shown.length === 0 && (
        <p className="room px-4 py-6 text-center">
          No container is {states[state].toLowerCase()}.{' '}
          <button type="button" onClick={() => put('state', null)} className="font-[500] text-intent">
            Show any state
          </button>
        </p>
      )}
      <div className="grid items-start gap-3 md:grid-cols-2 xl:grid-cols-4">
        {columns.map(({ groups, shortest }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
          <div key={index} className={`grid gap-3 ${groups.length === 0 && !shortest ? 'max-xl:hidden' : ''}`}>
            {groups.map((group) => (
              <FleetGroup key={group.name} group={group} />
            ))}
            {shortest && children}
          </div>
        ))}
      </div>
    </section>
  );
}

function FleetGroup({ group }: { group: Group }) {
  return (
    <section aria-label={group.name}>
      <header className="flex items-baseline gap-[7px] whitespace-nowrap px-0.5 pb-[5px] text-12 text-ink-3">
        <h3 className="font-title text-13 text-ink first-letter:uppercase">{group.name}</h3> {group.containers.length}
        <InUse vmids={group.containers.map(({ vmid }) => vmid)} />
      </header>
      <div className="room overflow-hidden">
        {group.containers.map(({ vmid }) => (
          <Tile key={vmid} vmid={vmid} />
        ))}
      </div>
    </section>
  );
}

function InUse({ vmids }: { vmids: number[] }) {
  const text = useDerived('use', (map) => {
    const usages = vmids.map((vmid) => map.get(`use/${vmid}`) as UsageView | undefined);
    const bytes = usages.reduce((sum, usage) => sum + (usage?.memoryBytes ?? 0), 0);
    return bytes === 0 ? '' : `${bytesText(bytes)} in use`;
  });
  return <span className="ml-auto">{text}</span>;
}

function Choice<K extends string>({
  name,
  label,
  options,
  value,
}: {
  name: string;
  label: string;
  options: Record<K, string>;
  value: K;
}) {
  return (
    <label className="relative flex items-center rounded-control text-12 text-ink-2 hover:bg-raise hover:text-ink">
      <span className="sr-only">{label}</span>
      <select
        value={value}
        onChange={(event) => put(name, event.target.value)}
        className="field-sizing-content h-8 cursor-pointer appearance-none rounded-control bg-transparent pr-6 pl-2 font-[520] md:h-6 [&>option]:bg-raise"
      >
        {Object.entries<string>(options).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
      <Glyph name="down" className="pointer-events-none absolute right-2" />
    </label>
  );
}

/** Into the URL, without asking the server; the default is not written. */
function put(name: string, value: string | null): void {
  const url = new URL(location.href);
  if (value === null || value === 'any' || value === 'category') url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  history.replaceState(null, '', url);
}

function known<K extends string>(options: Record<K, string>, given: string | null, otherwise: K): K {
  return given !== null && Object.hasOwn(options, given) ? (given as K) : otherwise;
}
