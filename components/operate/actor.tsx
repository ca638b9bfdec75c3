'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Operated } from '@/components/operate/operate';
import type { OperationKind } from '@/lib/live/view';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';
import type { Role } from '@/lib/roles/table';

/** Who acts, and the server actions by which they do: given by the app, because components know no server. */
export type Acting = {
  role: Role;
  operate: (vmid: number, action: OperationKind) => Promise<Operated>;
  adopt: (vmid: number) => Promise<Result<{ id: number }, Refusal>>;
};

const ActorContext = createContext<Acting | null>(null);

export function Actor({ children, ...acting }: Acting & { children: ReactNode }) {
  return <ActorContext value={acting}>{children}</ActorContext>;
}

export function useActor(): Acting {
  const acting = use(ActorContext);
  if (acting === null) throw new Error('invariant: an action was drawn outside of <Actor>');
  return acting;
}
