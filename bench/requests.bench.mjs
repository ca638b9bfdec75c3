/** Requests per minute at the simulator with 1 and with 50 streams: the engine observes once for everybody. */
import { startTrial } from '../scripts/steps/trial.mjs';
import { openStreams, tokenFor } from './streams.mjs';

const pause = (ms) => new Promise((later) => setTimeout(later, ms));
const settleMs = 15_000;

export async function measure([minutes = '2']) {
  const trial = await startTrial();
  try {
    const token = await tokenFor(trial, 'viewer');
    await pause(settleMs);
    const rows = [];
    for (const clients of [1, 50]) {
      const streams = await openStreams(clients, trial.url, token);
      const before = await requests(trial.simulatorControl);
      await pause(Number(minutes) * 60_000);
      const after = await requests(trial.simulatorControl);
      rows.push({ streams: clients, 'requests a minute': (after - before) / Number(minutes) });
      streams.close();
    }
    const [one, many] = rows.map((row) => row['requests a minute']);
    return rows.map((row) => ({ ...row, 'against 1 stream': row.streams === 1 ? 1 : many / one }));
  } finally {
    await trial.stop();
  }
}

async function requests(control) {
  const { total } = await (await fetch(`${control}/requests`)).json();
  return total;
}
