/** Something that a person can put right: printed as one sentence, without a stack, and the command exits with 1. */
export class Stop extends Error {}

/** Runs a command's main function; a `Stop` becomes its sentence and exit code 1. */
export async function main(run) {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    // Whatever was started before the stop may still hold the event loop; its own exit handlers run.
    process.exit(1);
  }
}
