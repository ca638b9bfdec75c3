/**
 * Cold start, and resident memory of web and engine after N minutes (10, or the first argument) with 5 clients: each
 * holds a live stream and opens a page every 10 s. The limit for both together is 320 MiB.
 */
import { startTrial } from '../scripts/steps/trial.mjs';
import { residentMiB } from './resident.mjs';
import { openStreams, tokenFor } from './streams.mjs';

const clients = 5;
const limitMiB = 320;
const everyMs = 10_000;
const pause = (ms) => new Promise((later) => setTimeout(later, ms));

export async function measure([minutes = '10']) {
  const trial = await startTrial();
  try {
    const token = await tokenFor(trial, 'viewer');
    const cookie = await signIn(trial);
    const streams = await openStreams(clients, trial.url, token);
    const pages = ['/', '/containers', '/containers/107', '/changes', '/api/v1/summary'];
    const until = Date.now() + Number(minutes) * 60_000;
    for (let turn = 0; Date.now() < until; turn++) {
      for (let n = 0; n < clients; n++) {
        const answer = await fetch(`${trial.url}${pages[(turn + n) % pages.length]}`, { headers: { cookie } });
        await answer.arrayBuffer();
        if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
      }
      await pause(Math.min(everyMs, Math.max(0, until - Date.now())));
    }
    const { web, engine } = trial.running();
    const [webMiB, engineMiB] = [residentMiB(web), residentMiB(engine)];
    streams.close();
    return [
      { what: 'cold start of simulator, engine and web', value: trial.startMs / 1000, unit: 's', limit: '5' },
      { what: `web after ${minutes} min with ${clients} clients`, value: webMiB, unit: 'MiB', limit: '' },
      { what: `engine after ${minutes} min with ${clients} clients`, value: engineMiB, unit: 'MiB', limit: '' },
      { what: 'both together', value: webMiB + engineMiB, unit: 'MiB', limit: String(limitMiB) },
    ];
  } finally {
    await trial.stop();
  }
}

/** Signs in as the demo's admin the way the form does, and answers the cookies. */
export async function signIn(trial) {
  const jar = new Map();
  const keep = (answer) => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair);
    }
    return answer;
  };
  const cookie = () => [...jar.values()].join('; ');
  const { csrfToken } = await keep(await fetch(`${trial.url}/api/auth/csrf`)).json();
  const admin = trial.accounts.find((account) => account.role === 'admin');
  const body = new URLSearchParams({ csrfToken, name: admin.name, password: admin.password, json: 'true' });
  keep(
    await fetch(`${trial.url}/api/auth/callback/account`, {
      method: 'POST',
      headers: { cookie: cookie() },
      body,
      redirect: 'manual',
    }),
  );
  if (![...jar.keys()].some((name) => name.includes('session'))) throw new Error('signing in gave no session');
  return cookie();
}
