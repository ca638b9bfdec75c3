/** Reads a state file in either format, or takes one that is already read. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type LabFile, labFileSchema } from '@/lib/lab/lab-file';
import { stateFromLab } from '@/simulator/state/from-lab';
import { type StartState, startStateSchema, stateFromStartState } from '@/simulator/state/from-start-state';
import type { State } from '@/simulator/state/state';
import { UnusableState } from '@/simulator/state/unusable-state';

export type StateSource = string | LabFile | StartState;

/** The state that a source describes, made anew at each call. */
export function loadState(source: StateSource, now: number, tokenSecret: string): State {
  const where = typeof source === 'string' ? source : 'the given state';
  const data = typeof source === 'string' ? readJson(source) : source;
  const isStart = typeof data === 'object' && data !== null && 'format' in data;
  const parsed = isStart ? startStateSchema.safeParse(data) : labFileSchema.safeParse(data);
  if (!parsed.success) throw new UnusableState(`${where} is no state file:\n${z.prettifyError(parsed.error)}`);
  return 'format' in parsed.data
    ? stateFromStartState(parsed.data as StartState, now)
    : stateFromLab(parsed.data as LabFile, now, tokenSecret);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UnusableState(`${path} cannot be read: ${(error as Error).message}`);
  }
}
