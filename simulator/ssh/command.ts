/** What a command of the host gets and gives: its words, where to write, and what ends it. */
import type { World } from '@/simulator/world';

export type Run = {
  /** The world as it is now: a reset replaces it. */
  world: () => World;
  /** The words after the command's own. */
  args: string[];
  out(text: string): void;
  err(text: string): void;
  /** Aborts when the caller has gone. */
  signal: AbortSignal;
  versions: { text(world: World): string };
};

/** The exit code. */
export type Command = (run: Run) => number | Promise<number>;

export const exitOk = 0;
/** Perl's `die`. */
export const exitDied = 255;
/** A shell that finds no such command. */
export const exitUnknown = 127;
