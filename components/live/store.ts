'use client';

import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import { onTick, serverNow } from '@/components/live/clock';
import type { Fresh } from '@/components/live/freshness';
import type { LiveMap } from '@/components/live/live-map';
import type { LiveValue } from '@/lib/live/view';

/** What the server rendered with: hydration uses the same time and zone, then the browser's own take over. */
export type Rendered = { at: number; timeZone: string };

/** `map` is followed; `first` stays what the server rendered with. */
export type LiveContextValue = { map: LiveMap; first: LiveMap; rendered: Rendered };

export const LiveContext = createContext<LiveContextValue | null>(null);

function useLiveContext(): LiveContextValue {
  const context = use(LiveContext);
  if (context === null) throw new Error('invariant: a live value was read outside of <Live>');
  return context;
}

function useKey(key: string, read: (map: LiveMap) => unknown): unknown {
  const { map, first } = useLiveContext();
  const subscribe = useCallback((changed: () => void) => map.subscribe(key, changed), [map, key]);
  // What is loaded late hydrates after the stream has begun: it must still begin with what the server's HTML says.
  return useSyncExternalStore(
    subscribe,
    () => read(map),
    () => read(first),
  );
}

/** One value of the live map; the component renders again only when that value changed. */
export function useLive<K extends string>(key: K): LiveValue<K> | undefined {
  return useKey(key, (map) => map.get(key)) as LiveValue<K> | undefined;
}

/** All values of a kind, by number: `useLiveList('ct')`. */
export function useLiveList<K extends 'host' | 'ct' | 'use' | 'op' | 'change' | 'run'>(kind: K): LiveValue<`${K}/x`>[] {
  return useKey(`${kind}/*`, (map) => map.list(kind)) as LiveValue<`${K}/x`>[];
}

/** A text or number worked out from all values of a kind; the component renders again only when that differs. */
export function useDerived<T extends string | number | null>(kind: 'ct' | 'use', read: (map: LiveMap) => T): T {
  return useKey(`${kind}/*`, read) as T;
}

/** The map itself, for reading at the moment of an event. */
export function useLiveMap(): LiveMap {
  return useLiveContext().map;
}

/** Whether what is on screen may be called true, and if not who is silent since when. */
export function useFresh(): Fresh {
  return useKey('@fresh', (map) => map.get('@fresh')) as Fresh;
}

/** True when nothing may be called healthy and actions that need Proxmox are off. */
export function useStale(): boolean {
  return useFresh().state !== 'live';
}

/** A text or number that depends on the time: renders again only when it reads differently. */
export function useClock<T extends string | number | boolean | null>(read: (now: number) => T): T {
  const { rendered } = useLiveContext();
  return useSyncExternalStore(
    onTick,
    () => read(serverNow()),
    () => read(rendered.at),
  );
}

const never = () => () => {};

/** The reader's time zone; while hydrating, the server's. */
export function useTimeZone(): string {
  const { rendered } = useLiveContext();
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => rendered.timeZone,
  );
}
