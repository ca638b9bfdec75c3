/**
 * What this page asked for a moment ago and the stream has not confirmed yet, by vmid: the tile is in motion from the
 * click on. It is forgotten when the container is seen to be held, when the engine refuses, or when the operation is
 * over.
 */
import { useSyncExternalStore } from 'react';
import type { OperationKind } from '@/lib/live/view';

const asked = new Map<number, OperationKind>();
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

export function noteAsked(vmid: number, action: OperationKind): void {
  asked.set(vmid, action);
  tell();
}

export function forgetAsked(vmid: number): void {
  if (asked.delete(vmid)) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was just asked of this container, if the stream does not know yet. */
export function useAsked(vmid: number): OperationKind | null {
  return useSyncExternalStore(
    subscribe,
    () => asked.get(vmid) ?? null,
    () => null,
  );
}
