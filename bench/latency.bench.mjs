/**
 * From a change in the simulator to the last of 50 clients of the live stream, p95 over 20 changes. The change is made
 * behind Wheelhouse's back, with the task that Proxmox would record; the second figure is the engine's own share: from
 * the first of the 50 clients to the last.
 */
import { startTrial } from '../scripts/steps/trial.mjs';
import { openStreams, tokenFor } from './streams.mjs';
import { percentile } from './table.mjs';

const clients = 50;
const changes = 20;
const vmid = 119;
const patienceMs = 60_000;

export async function measure() {
  const trial = await startTrial();
  try {
    const token = await tokenFor(trial, 'viewer');
    let arrived = null;
    const streams = await openStreams(clients, trial.url, token, (client, { event, data, at }) => {
      if (event === 'delta' && arrived && data.includes(arrived.mark)) arrived.note(client, at);
    });
    const last = [];
    const spread = [];
    for (let n = 0; n < changes; n++) {
      const mark = `bench${n}`;
      const times = await new Promise((done, failed) => {
        const seen = new Map();
        const timer = setTimeout(() => failed(new Error(`change ${n} reached ${seen.size} of ${clients}`)), patienceMs);
        const startedAt = performance.now();
        arrived = {
          mark: `"${mark}"`,
          note(client, at) {
            seen.set(client, seen.get(client) ?? at - startedAt);
            if (seen.size < clients) return;
            clearTimeout(timer);
            done([...seen.values()]);
          },
        };
        edit(trial.simulatorControl, { tags: mark }).catch(failed);
      });
      last.push(Math.max(...times));
      spread.push(Math.max(...times) - Math.min(...times));
    }
    streams.close();
    return [row('simulator change to last of 50 clients', last), row('first of 50 clients to last of 50', spread)];
  } finally {
    await trial.stop();
  }
}

const row = (what, values) => ({
  what,
  'p50 ms': percentile(values, 0.5),
  'p95 ms': percentile(values, 0.95),
  'most ms': Math.max(...values),
});

async function edit(control, set) {
  const answer = await fetch(`${control}/out-of-band`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vmid, set, by: 'root@pam', task: 'resize' }),
  });
  if (!answer.ok) throw new Error(`the control port answered ${answer.status}: ${await answer.text()}`);
}
