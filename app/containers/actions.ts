'use server';

/** What pages do to a container. Each is one line over a verb; `act` checks where the call comes from. */
import { act } from '@/app/act';
import type { OperationKind } from '@/lib/live/view';

export async function operateContainer(vmid: number, action: OperationKind) {
  return act('operateContainer', { vmid, action });
}

/** Takes live values into the desired state, as a change; all that differ when no fields are named. */
export async function adoptLive(vmid: number, fields?: string[]) {
  return act('adoptLive', fields ? { vmid, fields } : { vmid });
}

/** Puts drift back: a change of nothing, whose plan takes live to what is desired already. */
export async function putBack(vmid: number, title: string) {
  return act('proposeChange', { title, edits: [{ vmid }] });
}
