'use server';

/** What pages do with changes. Each is one line over a verb; `act` checks where the call comes from. */
import { act } from '@/app/act';
import { editOf, type FormValues } from '@/components/spec-form/edit';
import type { Edit } from '@/lib/plan/plan';
import type { FieldError, Refusal } from '@/lib/refusal';
import { err } from '@/lib/result';

/** The plan of what stands in the form now. Nothing is proposed by it. */
export async function previewEdit(vmid: number, given: Partial<FormValues>) {
  const edit = editOf(vmid, given);
  return edit.ok ? act('previewPlan', { edits: [edit.value] }) : err(unreadable(edit.error));
}

export async function proposeEdit(vmid: number, given: Partial<FormValues>, title: string, description: string) {
  const edit = editOf(vmid, given);
  return edit.ok ? proposeChange(title, description, [edit.value]) : err(unreadable(edit.error));
}

export async function proposeChange(title: string, description: string, edits: Edit[]) {
  return act('proposeChange', { title, description, edits });
}

export async function getChange(id: number) {
  return act('getChange', { id });
}

export async function approveChange(id: number, planHash: string) {
  return act('approveChange', { id, planHash });
}

export async function applyChange(id: number, planHash: string) {
  return act('applyChange', { id, planHash });
}

export async function approveAndApply(id: number, planHash: string) {
  const approved = await act('approveChange', { id, planHash });
  return approved.ok ? act('applyChange', { id, planHash }) : approved;
}

export async function rejectChange(id: number, reason: string) {
  return act('rejectChange', reason.trim() === '' ? { id } : { id, reason });
}

export async function replanChange(id: number) {
  return act('replanChange', { id });
}

export async function abortChange(id: number) {
  return act('abortChange', { id });
}

export async function rollbackChange(id: number) {
  return act('rollbackChange', { id });
}

function unreadable(fields: FieldError[]): Refusal {
  return { kind: 'invalid', text: 'Some fields cannot be read. Nothing was done.', fields };
}
