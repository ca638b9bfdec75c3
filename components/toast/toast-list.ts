/**
 * The toasts that are up, as an external store. A toast either says one thing, or follows an operation to its end:
 * then it has the operation's id, and its words come from the live map.
 */
import { useSyncExternalStore } from 'react';
import type { OperationView } from '@/lib/live/view';

export type Toast = { id: number } & (
  | { kind: 'operation'; operation: OperationView }
  | { kind: 'refused'; title: string; text: string }
  | { kind: 'done'; title: string; text: string; href?: string }
);
type Given = Toast extends infer T ? (T extends { id: number } ? Omit<T, 'id'> : never) : never;

const atMost = 4;
const none: Toast[] = [];
let toasts: Toast[] = none;
let lastId = 0;
const listeners = new Set<() => void>();

function put(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Puts a toast up; the oldest goes when there are too many. */
export function showToast(given: Given): void {
  lastId += 1;
  put([...toasts, { id: lastId, ...given } as Toast].slice(-atMost));
}

export function closeToast(id: number): void {
  put(toasts.filter((toast) => toast.id !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useToasts(): Toast[] {
  return useSyncExternalStore(
    subscribe,
    () => toasts,
    () => none,
  );
}
