/**
 * What a person sees while something takes long: one line a step, with its time when it is done. On a terminal the
 * seconds count in place; in a file or a pipe the time is added when the step ends.
 */
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Runs `work` as a step called `name`; its failure is marked and passed on. */
export async function step(name, work, out = process.stdout) {
  const since = Date.now();
  const live = out.isTTY;
  out.write(`  ${name} … `);
  const ticker = live ? setInterval(() => out.write(`\r  ${name} … ${seconds(since)}`), 500) : null;
  const end = (word) => {
    if (ticker) clearInterval(ticker);
    out.write(live ? `\r  ${name} … ${word}\u001b[K\n` : `${word}\n`);
  };
  try {
    const value = await work();
    end(seconds(since));
    return value;
  } catch (error) {
    end('failed');
    throw error;
  }
}
