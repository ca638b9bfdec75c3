/** The calls of `client.bench.mjs`, in a process of their own; answers its rows over IPC. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import https from 'node:https';

const rounds = 15;

process.once('message', async ({ client, url, fingerprint, tokenId, tokenSecret, pid }) => {
  const { connectProxmox, readResources, Secret } = await import(client);
  const secret = new Secret(tokenSecret);
  const proxmox = connectProxmox({ url, tokenId, tokenSecret: secret, fingerprint, log: () => undefined });
  const headers = { authorization: `PVEAPIToken=${tokenId}=${tokenSecret}` };
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
  const good = async (asked) => {
    const answer = await asked;
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  };
  const ways = {
    fetch: async (path) => (await (await fetch(`${url}/api2/json${path}`, { headers })).json()).data,
    https: (path) => bare(`${url}/api2/json${path}`, agent, headers),
    'our client': (path) => good(proxmox.get(path)),
  };
  const small = await compare(ways, '/version', 60, pid);
  const list = await compare(
    { ...ways, 'our client, typed': () => good(readResources(proxmox, {})) },
    '/cluster/resources',
    4,
    pid,
  );
  agent.destroy();
  proxmox.close();
  process.send([...small, ...list], () => process.exit(0));
});

function bare(url, agent, headers) {
  return new Promise((resolve, reject) => {
    https
      .get(url, { agent, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')).data));
      })
      .on('error', reject);
  });
}

/** Each way in turn, round by round, so that a busy machine is busy for all of them; medians over the rounds. */
async function compare(ways, path, callsARound, pid) {
  const samples = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (const call of Object.values(ways)) for (let i = 0; i < 10; i += 1) await call(path);
  for (let round = 0; round < rounds; round += 1)
    for (const [name, call] of Object.entries(ways)) {
      const [server, own, began] = [cpuMs(pid), process.cpuUsage(), performance.now()];
      for (let i = 0; i < callsARound; i += 1) await call(path);
      const used = process.cpuUsage(own);
      samples[name].push({
        ms: (performance.now() - began) / callsARound,
        own: (used.user + used.system) / 1000 / callsARound,
        server: (cpuMs(pid) - server) / callsARound,
      });
    }
  const ms = (name) => median(samples[name].map((sample) => sample.ms));
  return Object.entries(samples).map(([name, taken]) => ({
    call: `GET ${path}`,
    by: name,
    'ms a call': ms(name),
    'our CPU (ms)': median(taken.map((sample) => sample.own)),
    // The kernel counts in ticks of 10 ms: only the sum over all rounds means something.
    "simulator's CPU (ms)": taken.reduce((sum, sample) => sum + sample.server, 0) / taken.length,
    'against fetch': ms(name) / ms('fetch'),
    'against https': ms(name) / ms('https'),
  }));
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

let ticksASecond = 0;
/** CPU time of a process so far. */
function cpuMs(pid) {
  ticksASecond ||= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  // The name, in parentheses, may hold blanks.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksASecond;
}
