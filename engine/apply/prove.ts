import type { CarriedRun } from '@/engine/apply/carried-run';
import { readContainer } from '@/engine/apply/perform';
import type { Engine } from '@/engine/context';
import { diffContainer } from '@/lib/diff/diff';

export type Proof = { text: string; ok: boolean };

/**
 * Reads every touched container back and asks the same diff that makes the sync word whether each field that the
 * plan set is now what is desired. Fields that somebody else changed meanwhile are drift, not this run's failure.
 */
export async function prove(engine: Engine, run: CarriedRun): Promise<Proof[]> {
  const proofs: Proof[] = [];
  for (const desired of run.plan.desired) {
    const fields = new Set(
      run.plan.steps.flatMap((step) => (step.vmid === desired.vmid ? step.edits.map((edit) => edit.field) : [])),
    );
    if (fields.size === 0) continue;
    const firewall = [...fields].some((field) => field.startsWith('firewall.'));
    const read = await readContainer(engine, desired, firewall);
    if (!read.ok) {
      proofs.push({ text: read.error, ok: false });
      continue;
    }
    const rows = diffContainer(desired, read.value.config, read.value.observed.pending).filter((row) =>
      fields.has(row.field),
    );
    const wrong = rows.filter((row) => !row.equal);
    const waits = rows.filter((row) => row.equal && row.pending !== null).map((row) => row.label);
    if (wrong.length > 0)
      proofs.push({
        text: `${desired.hostname}: ${wrong.map((row) => `${row.label} reads ${row.live ?? 'nothing'}, asked for ${row.desired ?? 'nothing'}`).join('; ')}`,
        ok: false,
      });
    else
      proofs.push({
        text: `${desired.hostname} reads back as asked${waits.length > 0 ? `; ${waits.join(', ')} waits for a restart` : ''}`,
        ok: true,
      });
  }
  return proofs;
}
