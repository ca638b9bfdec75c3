/** Clients of the live stream, as light as a client can be: they read events and hand each on with its time. */
import { request } from 'node:http';

/** Opens one stream; `onEvent` gets `{event, id, data, at}`. Resolves when its first event is there. */
export function openStream(url, token, onEvent = () => {}) {
  return new Promise((opened, failed) => {
    const call = request(`${url}/api/v1/live`, {
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    });
    call.on('error', failed);
    call.on('response', (response) => {
      if (response.statusCode !== 200) {
        failed(new Error(`the live stream answered ${response.statusCode}`));
        return;
      }
      let rest = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        const at = performance.now();
        const frames = (rest + chunk).split('\n\n');
        rest = frames.pop() ?? '';
        for (const frame of frames) {
          const event = parse(frame);
          if (event) onEvent({ ...event, at });
          opened({ close: () => call.destroy() });
        }
      });
      response.on('error', () => call.destroy());
    });
    call.end();
  });
}

function parse(frame) {
  const fields = Object.fromEntries(
    frame
      .split('\n')
      .filter((line) => /^\w+:/.test(line))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return fields.data === undefined ? null : { event: fields.event ?? 'message', id: fields.id, data: fields.data };
}

/** Opens so many streams, one after the other. */
export async function openStreams(count, url, token, onEvent) {
  const streams = [];
  for (let n = 0; n < count; n++) streams.push(await openStream(url, token, (event) => onEvent?.(n, event)));
  return { close: () => streams.map((stream) => stream.close()) };
}

/** A token for a trial. */
export async function tokenFor(trial, role) {
  const { code, output } = await trial.cli('token', 'create', '--role', role, '--name', `bench-${role}`);
  const token = output.trim().split(/\s+/).at(-1);
  if (code !== 0 || !token) throw new Error(`No token was made: ${output}`);
  return token;
}
