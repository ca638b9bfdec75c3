/**
 * The web as one process: Next's production server, in process, for `npm start`. It says `{ready: true}` to its
 * parent when it listens and ends when the parent is gone, so nothing is left behind.
 */
import { createServer } from 'node:http';
import next from 'next';
import { root } from './steps/root.mjs';

/** Open streams never end by themselves; a stop waits this long for ordinary answers. */
const graceMs = 1_500;

const hostname = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 3000);

const app = next({ dir: root, dev: false, hostname, port, quiet: true });
const server = createServer();
await app.prepare();
const handle = app.getRequestHandler();
server.on('request', (request, response) => {
  handle(request, response).catch((error) => {
    process.stderr.write(
      `${JSON.stringify({ at: new Date().toISOString(), level: 'error', process: 'web', text: error.message })}\n`,
    );
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
// A reverse proxy in front keeps its connections longer than node's 5 s: it must be the proxy that closes first.
server.keepAliveTimeout = 65_000;

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), graceMs).unref();
}
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.on('disconnect', end);

server.on('error', (error) => {
  process.stderr.write(`${hostname}:${port} cannot be listened on: ${error.code}\n`);
  process.exit(1);
});
server.listen(port, hostname, () => process.send?.({ ready: true }));
