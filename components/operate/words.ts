/** The verbs of an operation, in every form that a sentence about it needs. */
import type { OperationKind } from '@/lib/live/view';

export const verbs: Record<OperationKind, { act: string; acting: string; acted: string; not: string }> = {
  start: { act: 'Start', acting: 'Starting', acted: 'started', not: 'did not start' },
  restart: { act: 'Restart', acting: 'Restarting', acted: 'restarted', not: 'was not restarted' },
  shutdown: { act: 'Shut down', acting: 'Shutting down', acted: 'is shut down', not: 'did not shut down' },
  stop: { act: 'Stop', acting: 'Stopping', acted: 'stopped', not: 'did not stop' },
};
