import { forgetAsked, noteAsked } from '@/components/operate/asked';
import { verbs } from '@/components/operate/words';
import { showToast } from '@/components/toast/toast-list';
import type { OperationKind, OperationView } from '@/lib/live/view';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';

export type Operated = Result<OperationView, Refusal>;
export type Operate = (vmid: number, action: OperationKind) => Promise<Operated>;

/** Asks for an operation: in motion at once, then a toast that follows it to its end, or says why it was refused. */
export async function operate(
  send: Operate,
  container: { vmid: number; hostname: string },
  action: OperationKind,
): Promise<void> {
  const { vmid, hostname } = container;
  noteAsked(vmid, action);
  const answered = await send(vmid, action).catch((): Operated => ({ ok: false, error: unanswered }));
  if (answered.ok) {
    showToast({ kind: 'operation', operation: answered.value });
    return;
  }
  forgetAsked(vmid);
  showToast({ kind: 'refused', title: `${hostname} ${verbs[action].not}`, text: answered.error.text });
}

const unanswered: Refusal = {
  kind: 'engine-absent',
  text: 'Wheelhouse did not answer. Whether it was done is not known: look at the container before you try again.',
};
