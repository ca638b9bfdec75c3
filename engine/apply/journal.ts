/**
 * The journal of a step: a line before each call and after it. What it says is what recovery goes by, so each line is
 * on the disk before the next thing happens.
 *
 *     intent    the call is about to be sent; with the digest that the config had
 *     sent      Proxmox took it; with the UPID if it began a task
 *     outcome   what it came to; with the digest that the config has now
 *     note      anything else a person should know
 */
import { z } from 'zod';
import type { Engine } from '@/engine/context';
import { json } from '@/engine/verbs/store-plan';
import { Prisma } from '@/generated/prisma/client';
import type { JournalLine } from '@/lib/live/view';

export const lineBodySchema = z.object({
  /** The line is of the inverse call. */
  undo: z.boolean().optional(),
  digest: z.string().nullable().optional(),
  upid: z.string().optional(),
  outcome: z.enum(['done', 'not done', 'unknown']).optional(),
});
export type LineBody = z.infer<typeof lineBodySchema>;

export type StepKey = { runId: number; position: number };

type StepUpdate = Prisma.RunStepUncheckedUpdateInput;

/** Writes a line and, in the same transaction, what it makes of the step. */
export async function journal(
  engine: Engine,
  key: StepKey,
  kind: JournalLine['kind'],
  text: string,
  body?: LineBody,
  step?: StepUpdate,
): Promise<void> {
  await engine.db.write(async (tx) => {
    await tx.journal.create({
      data: { ...key, at: new Date(engine.clock()), kind, text, body: body ? json(body) : Prisma.DbNull },
    });
    if (step) await tx.runStep.update({ where: { runId_position: key }, data: step });
  });
  engine.touch();
}

/** `sent`: Proxmox is known to have taken it. */
export type Unfinished = { at: number; digest: string | null; upid: string | null; sent: boolean };
export type Outcome = { kind: 'done' | 'not done' | 'unknown'; text: string; digest: string | null };

/** What the journal says of a call: never begun (neither), begun and without an outcome (`open`), or its outcome. */
export async function readJournal(
  engine: Engine,
  key: StepKey,
  undo: boolean,
): Promise<{ open: Unfinished | null; outcome: Outcome | null }> {
  const lines = await engine.db.read.journal.findMany({ where: key, orderBy: { id: 'asc' } });
  let open: Unfinished | null = null;
  let outcome: Outcome | null = null;
  for (const line of lines) {
    const body = lineBodySchema.parse(line.body ?? {});
    if ((body.undo ?? false) !== undo) continue;
    if (line.kind === 'intent') open = { at: line.at.getTime(), digest: body.digest ?? null, upid: null, sent: false };
    if (line.kind === 'sent' && open) open = { ...open, upid: body.upid ?? null, sent: true };
    if (line.kind === 'outcome' && body.outcome)
      outcome = { kind: body.outcome, text: line.text, digest: body.digest ?? null };
  }
  return { open: outcome ? null : open, outcome };
}

/** The digest after the last finished call to this container in the run; null when there was none. */
export async function lastDigest(engine: Engine, runId: number, positions: number[]): Promise<string | null> {
  const line = await engine.db.read.journal.findFirst({
    where: { runId, position: { in: positions }, kind: 'outcome' },
    orderBy: { id: 'desc' },
  });
  return line ? (lineBodySchema.parse(line.body ?? {}).digest ?? null) : null;
}
