'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/button/button';
import { Glyph, Icon } from '@/components/glyph/glyph';
import { useFresh, useLiveList, useLiveMap } from '@/components/live/store';
import { Row } from '@/components/table/row';
import { rowsOf, type Sort, type SortKey, sortFrom, sortText } from '@/components/table/rows';

type Head = { key: SortKey; name: string; className?: string; firstDown?: boolean };
/** Fixed widths, so that no column moves when a value in it does; narrow screens drop columns, never scroll sideways. */
const heads: Head[] = [
  { key: 'name', name: 'Container', className: 'pl-3.5 text-left' },
  { key: 'category', name: 'Category', className: 'w-[92px] text-left max-xl:hidden' },
  { key: 'address', name: 'Address', className: 'w-[148px] text-left max-lg:hidden' },
  { key: 'status', name: 'State', className: 'w-[84px] text-left' },
  { key: 'sync', name: 'Sync', className: 'w-[104px] text-left' },
  { key: 'cpu', name: 'CPU', className: 'w-[76px] lg:w-[156px] text-right', firstDown: true },
  { key: 'memory', name: 'Memory', className: 'w-[146px] text-right', firstDown: true },
  { key: 'disk', name: 'Disk', className: 'w-[84px] text-right max-2xl:hidden', firstDown: true },
  { key: 'net', name: 'Network, Mbit/s', className: 'w-[132px] text-right max-xl:hidden', firstDown: true },
  { key: 'up', name: 'Up', className: 'w-[72px] text-right max-2xl:hidden', firstDown: true },
];

/** Every container in one table: filtered as one types, sorted, driven by keys, and all of it in the URL. */
export function Containers() {
  const params = useSearchParams();
  const [query, setQuery] = useState(params.get('q') ?? '');
  const [sort, setSort] = useState(() => sortFrom(params.get('sort')));
  const rows = useRows(useDeferredValue(query), sort);
  const total = useLiveList('ct').length;
  const [at, setAt] = useState(-1);
  const current = rows[Math.min(at, rows.length - 1)];
  const input = useRef<HTMLInputElement>(null);
  const router = useRouter();
  useKeys({ rows, at, setAt, input, open: (vmid) => router.push(`/containers/${vmid}`) });

  const type = (typed: string) => {
    setQuery(typed);
    setAt(-1);
    put('q', typed.trim());
  };
  const sortBy = (head: Head) => {
    const next = { key: head.key, down: sort.key === head.key ? !sort.down : head.firstDown === true };
    setSort(next);
    put('sort', sortText(next));
  };

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="font-value text-19 text-ink leading-[1.3] tracking-[-0.008em]">Containers</h1>
        <span className="text-12 text-ink-3" role="status">
          {rows.length === total ? `${total} containers` : `${rows.length} of ${total} containers`}
        </span>
        <FilterBox input={input} query={query} type={type} />
      </div>
      {rows.length === 0 ? (
        <Empty total={total} query={query} clear={() => type('')} />
      ) : (
        <div className="room overflow-hidden">
          <table className="w-full border-separate border-spacing-0 max-md:block md:table-fixed">
            <thead className="max-md:hidden">
              <tr>
                {heads.map((head) => (
                  <HeadCell key={head.key} head={head} sort={sort} sortBy={() => sortBy(head)} />
                ))}
                <th scope="col" className="w-10">
                  <span className="sr-only">Action</span>
                </th>
              </tr>
            </thead>
            <tbody className="max-md:block">
              {rows.map((vmid) => (
                <Row key={vmid} vmid={vmid} id={`row-${vmid}`} current={vmid === current && at >= 0} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="mt-2 text-[11.5px] text-ink-3 max-md:hidden">
        <Key>/</Key> filter <Key>j</Key> <Key>k</Key> move <Key>↵</Key> open. Words:{' '}
        <code className="font-mono">status: tag: category: sync: bridge: finding:</code>, a minus in front for not.
      </p>
    </>
  );
}

/**
 * The order is worked out when the filter, the sort or the containers change, and not with each beat: rows that are
 * sorted by a live value would jump from under the pointer.
 */
function useRows(query: string, sort: Sort): number[] {
  const containers = useLiveList('ct');
  const map = useLiveMap();
  return useMemo(() => rowsOf(containers, map, query, sort), [containers, map, query, sort]);
}

function HeadCell({ head, sort, sortBy }: { head: Head; sort: Sort; sortBy: () => void }) {
  const on = sort.key === head.key;
  return (
    <th
      scope="col"
      aria-sort={on ? (sort.down ? 'descending' : 'ascending') : undefined}
      className={`px-2 py-1 font-normal text-12 ${head.className ?? ''}`}
    >
      <button
        type="button"
        onClick={sortBy}
        className={`inline-flex h-6 items-center gap-1 rounded-control hover:text-ink ${head.firstDown ? 'flex-row-reverse' : ''} ${on ? 'text-ink' : 'text-ink-3'}`}
      >
        {head.name}
        <Glyph name={sort.down ? 'down' : 'up'} size={10} className={on ? '' : 'invisible'} />
      </button>
    </th>
  );
}

function FilterBox({
  input,
  query,
  type,
}: {
  input: React.RefObject<HTMLInputElement | null>;
  query: string;
  type: (typed: string) => void;
}) {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    if (query === '') input.current?.blur();
    else type('');
  };
  return (
    <label className="ml-auto flex h-11 w-full items-center gap-2 rounded-control border border-grip bg-panel px-2 text-ink-3 focus-within:border-intent md:h-[30px] md:w-[min(420px,45vw)]">
      <Icon name="search" size={14} />
      <input
        ref={input}
        type="search"
        aria-label="Filter containers"
        aria-keyshortcuts="/"
        value={query}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKey}
        placeholder="status:running tag:vpn name"
        spellCheck={false}
        autoComplete="off"
        className="min-w-0 flex-1 bg-transparent text-[16px] text-ink outline-none focus-visible:shadow-none md:text-12 [&::-webkit-search-cancel-button]:hidden"
      />
      {query !== '' && (
        <button type="button" aria-label="Clear the filter" onClick={() => type('')} className="p-1.5 hover:text-ink">
          <Glyph name="cross" />
        </button>
      )}
    </label>
  );
}

function Empty({ total, query, clear }: { total: number; query: string; clear: () => void }) {
  const fresh = useFresh();
  if (total > 0) {
    return (
      <div className="room grid justify-items-center gap-2 px-6 py-14 text-center">
        <h2 className="font-title text-15 text-ink">No container is meant by this</h2>
        <p>
          <code className="font-mono text-ink">{query}</code> leaves none of {total}.
        </p>
        <Button onClick={clear}>Clear the filter</Button>
      </div>
    );
  }
  return (
    <div className="room grid justify-items-center gap-2 px-6 py-14 text-center">
      <h2 className="font-title text-15 text-ink">No containers yet</h2>
      <p className="max-w-[52ch] text-balance">
        {fresh.state === 'live'
          ? 'Proxmox has no container that this token may see. Check its permission VM.Audit on /vms.'
          : 'Nothing has been read from Proxmox yet. Containers appear here as they are observed.'}
      </p>
    </div>
  );
}

function Key({ children }: { children: string }) {
  return <kbd className="rounded-[3px] border border-edge px-1 font-mono text-[10.5px] leading-[15px]">{children}</kbd>;
}

function useKeys({
  rows,
  at,
  setAt,
  input,
  open,
}: {
  rows: number[];
  at: number;
  setAt: (at: number) => void;
  input: React.RefObject<HTMLInputElement | null>;
  open: (vmid: number) => void;
}): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open]')) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      const inFilter = target === input.current;
      if (!inFilter && target?.closest('input, textarea, select, button, a')) {
        if (event.key !== 'j' && event.key !== 'k' && event.key !== '/') return;
      }
      const step =
        event.key === 'ArrowDown' || (event.key === 'j' && !inFilter)
          ? 1
          : event.key === 'ArrowUp' || (event.key === 'k' && !inFilter)
            ? -1
            : 0;
      const vmid = rows[at];
      if (step !== 0) {
        const next = Math.max(0, Math.min(rows.length - 1, at + step));
        setAt(next);
        // Enter is now about the row, and not about the button that was pressed before.
        if (!inFilter) target?.blur();
        document.getElementById(`row-${rows[next]}`)?.scrollIntoView({ block: 'nearest' });
      } else if (event.key === '/' && !inFilter) input.current?.focus();
      else if (event.key === 'Enter' && vmid !== undefined) open(vmid);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [rows, at, setAt, input, open]);
}

/** Into the URL, without asking the server. */
function put(name: string, value: string): void {
  const url = new URL(location.href);
  if (value === '' || value === 'vmid') url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  history.replaceState(null, '', url);
}
