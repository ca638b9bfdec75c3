import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { changeStatusOf } from '@/components/change/status';
import { Icon } from '@/components/glyph/glyph';
import type { IconName } from '@/components/glyph/sprite';
import { useLiveList, useStale } from '@/components/live/store';
import { type Acting, useActor } from '@/components/operate/actor';
import { operate } from '@/components/operate/operate';
import { verbs } from '@/components/operate/words';
import { type Match, search } from '@/components/palette/search';
import { places } from '@/components/shell/places';
import type { ChangeSummary, ContainerView } from '@/lib/live/view';
import { may } from '@/lib/roles/table';

type Entry = {
  id: string;
  group: 'Go to' | 'Do';
  icon: IconName;
  text: string;
  vmid: number | null;
  note: string;
  off: boolean;
  href: string | null;
  run: () => void;
};

const shownAtMost = 12;

/** Finds containers, pages and actions. What it can do is what the page can do, by the same way. */
export default function Palette({ close }: { close: () => void }) {
  const actor = useActor();
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const listId = useId();
  const containers = useLiveList('ct');
  const changes = useLiveList('change');
  const stale = useStale();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);

  const entries = useMemo(() => {
    const go = (href: string) => () => router.push(href);
    const pages = places.map(({ href, name, icon }) => page(href, name, icon, go(href)));
    const open = containers.map((container) => opened(container, go(`/containers/${container.vmid}`)));
    const doing = containers.map((container) => action(container, actor, stale));
    const edit = may(actor.role, 'proposeChange')
      ? containers.map((container) => edited(container, go(`/containers/${container.vmid}/edit`)))
      : [];
    const waiting = changes.map((change) => changed(change, go(`/changes/${change.id}`)));
    return [...open, ...pages, ...waiting, ...doing, ...edit];
  }, [containers, changes, actor, stale, router]);
  const found = search(entries, query, shownAtMost);
  const current = found[Math.min(at, found.length - 1)];

  const choose = (match: Match<Entry> | undefined, beside: boolean) => {
    if (match === undefined || match.entry.off) return;
    close();
    if (beside && match.entry.href !== null) open(match.entry.href, '_blank', 'noopener');
    else match.entry.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const next = (Math.min(at, found.length - 1) + step + found.length) % Math.max(1, found.length);
      setAt(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(current, event.metaKey || event.ctrlKey);
    }
  };

  return (
    <dialog
      ref={dialog}
      aria-label="Find a container, page or action"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
      onKeyDown={onKey}
      className="mx-auto mt-[max(8px,12vh)] mb-auto w-[min(560px,calc(100vw-16px))] overflow-hidden rounded-room border border-edge bg-raise p-0 text-ink-2 shadow-pop"
    >
      <label className="flex items-center gap-2.5 border-line border-b px-[13px] py-[11px]">
        <Icon name="search" size={14} />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={current === undefined ? undefined : `${listId}-${found.indexOf(current)}`}
          aria-label="Find a container, page or action"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          placeholder="Find a container, page or action"
          className="min-w-0 flex-1 bg-transparent text-15 text-ink outline-none focus-visible:shadow-none"
        />
        <button
          type="button"
          onClick={close}
          className="rounded-[3px] border border-edge px-1 font-mono text-[10.5px] text-ink-3 leading-[15px]"
        >
          esc
        </button>
      </label>
      <div id={listId} role="listbox" aria-label="Found" className="max-h-[min(60vh,440px)] overflow-y-auto p-1">
        {found.map((match, index) => (
          <Row
            key={match.entry.id}
            id={`${listId}-${index}`}
            match={match}
            heading={match.entry.group !== found[index - 1]?.entry.group}
            on={match === current}
            point={() => setAt(index)}
            choose={(beside) => choose(match, beside)}
          />
        ))}
        {found.length === 0 && <p className="px-[9px] py-3">Nothing is called {query}.</p>}
      </div>
      <footer className="flex gap-4 border-line border-t px-[13px] py-[7px] text-[11.5px] text-ink-3 max-md:hidden">
        <span>↑ ↓ move</span>
        <span>↵ do</span>
        <span>⌘↵ open beside</span>
      </footer>
    </dialog>
  );
}

function Row({
  id,
  match,
  heading,
  on,
  point,
  choose,
}: {
  id: string;
  match: Match<Entry>;
  heading: boolean;
  on: boolean;
  point: () => void;
  choose: (beside: boolean) => void;
}) {
  const { entry, parts } = match;
  return (
    <>
      {heading && (
        <div role="presentation" className="px-[9px] pt-1.5 pb-0.5 text-[11.5px] text-ink-3">
          {entry.group}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the combobox above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: an option of a combobox is pointed at, not focused. */}
      <div
        id={id}
        role="option"
        aria-selected={on}
        aria-disabled={entry.off}
        onPointerMove={point}
        onClick={(event) => choose(event.metaKey || event.ctrlKey)}
        className={`flex min-h-11 cursor-pointer items-center gap-2.5 rounded-control px-[9px] py-[3px] leading-[1.3] aria-disabled:opacity-50 md:min-h-[30px] ${
          on ? 'bg-intent-wash text-ink shadow-[inset_0_0_0_1px_var(--intent-edge)]' : ''
        }`}
      >
        <Icon name={entry.icon} size={14} className={on ? 'text-ink' : 'text-ink-3'} />
        <span className="min-w-0 truncate">
          {parts.map(([text, hit], index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text are their order.
            hit ? <b key={index}>{text}</b> : <span key={index}>{text}</span>,
          )}
          {entry.vmid !== null && <span className="ml-1.5 font-mono text-11 text-ink-3">{entry.vmid}</span>}
        </span>
        <small className="ml-auto truncate text-12 text-ink-3">{entry.note}</small>
      </div>
    </>
  );
}

function page(href: string, name: string, icon: IconName, run: () => void): Entry {
  return { id: `page${href}`, group: 'Go to', icon, text: name, vmid: null, note: '', off: false, href, run };
}

function opened(container: ContainerView, run: () => void): Entry {
  const { vmid, hostname, purpose } = container;
  const href = `/containers/${vmid}`;
  return { id: href, group: 'Go to', icon: 'containers', text: hostname, vmid, note: purpose, off: false, href, run };
}

function edited({ vmid, hostname }: ContainerView, run: () => void): Entry {
  const href = `/containers/${vmid}/edit`;
  return { id: href, group: 'Do', icon: 'edit', text: `Edit ${hostname}`, vmid, note: '', off: false, href, run };
}

function changed({ id, title, status }: ChangeSummary, run: () => void): Entry {
  const href = `/changes/${id}`;
  const { word } = changeStatusOf[status];
  return {
    id: href,
    group: 'Go to',
    icon: 'changes',
    text: `Change ${id}: ${title}`,
    vmid: null,
    note: word,
    off: false,
    href,
    run,
  };
}

function action(container: ContainerView, { role, operate: send }: Acting, stale: boolean): Entry {
  const kind = container.status === 'stopped' ? 'start' : 'restart';
  const note = !may(role, 'operateContainer')
    ? `a ${role} may not`
    : stale
      ? 'off while the data is stale'
      : container.held !== null
        ? 'in motion'
        : '';
  return {
    id: `do${container.vmid}`,
    group: 'Do',
    icon: kind,
    text: `${verbs[kind].act} ${container.hostname}`,
    vmid: container.vmid,
    note,
    off: note !== '',
    href: null,
    run: () => operate(send, container, kind),
  };
}
