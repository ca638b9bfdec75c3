/**
 * The HTTPS listener. It does what Proxmox's own server does before any handler runs, in the same order: known
 * methods, no chunked bodies, the formatter, credentials, then the body; and every answer of 400 or more closes the
 * connection (FACTS §1). Plain HTTP on the same port is redirected.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { accessOf } from '@/simulator/access/check';
import { identify, type Unauthorized } from '@/simulator/access/identity';
import { consoleFor } from '@/simulator/handlers/console';
import { answer, type Format, refuse, refusePlainly } from '@/simulator/http/answer';
import { dispatch } from '@/simulator/http/dispatch';
import { decode, readForm, readJson } from '@/simulator/http/read-parameters';
import { readUpload } from '@/simulator/http/read-upload';
import { acceptWebSocket } from '@/simulator/http/web-socket';
import type { Raw } from '@/simulator/interface/validate';
import { Refused } from '@/simulator/refusal';
import type { World } from '@/simulator/world';

const maxBody = 512 * 1024;
const worldPaths = new Set(['/access/domains', '/access/ticket', '/access/openid/login', '/access/openid/auth-url']);

export type Listener = {
  port: number;
  /** Shows another certificate from now on; who is connected has to connect again, as after a restart of the service. */
  show(certificate: { key: string; cert: string }): void;
  close(): Promise<void>;
};

/** Listens; `authDelayMs` is how long a refused login is kept waiting (about 3 s on a real host). */
export async function listen(
  world: () => World,
  options: { host: string; port: number; key: string; cert: string; authDelayMs: number },
): Promise<Listener> {
  const server = https.createServer({ key: options.key, cert: options.cert, maxHeaderSize: 8192 });
  server.keepAliveTimeout = 5000;
  server.maxRequestsPerSocket = 100;
  server.on('request', (request, response) => {
    serve(world(), request, response, options.authDelayMs).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      world().log('error', 'request failed', { url: request.url, message, stack: (error as Error).stack });
      refuse(response, 'json', new Refused(500, message));
    });
  });
  server.on('upgrade', (request, socket) => upgrade(world(), request, socket));
  server.on('tlsClientError', () => undefined);
  const sockets = new Set<net.Socket>();
  const front = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (!world().control.accept(socket)) return;
    socket.once('readable', () => greet(socket, server));
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(options.port, options.host, resolve);
  });
  return {
    port: (front.address() as net.AddressInfo).port,
    show({ key, cert }) {
      server.setSecureContext({ key, cert });
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}

/** TLS begins with the byte 22; whoever speaks plain HTTP is sent to https. */
function greet(socket: net.Socket, server: https.Server): void {
  const first = socket.read() as Buffer | null;
  if (!first) return;
  if (first[0] === 22) {
    socket.unshift(first);
    server.emit('connection', socket);
    return;
  }
  const host = /^host:\s*(\S+)/im.exec(first.toString('latin1'))?.[1] ?? '';
  const path = /^\S+ (\S+)/.exec(first.toString('latin1'))?.[1] ?? '/';
  socket.end(`HTTP/1.1 301 Moved Permanently\r\nLocation: https://${host}${path}\r\nConnection: close\r\n\r\n`);
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse, authDelayMs: number) {
  const method = request.method ?? 'GET';
  const [rawPath = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  if (!['GET', 'POST', 'PUT', 'DELETE'].includes(method))
    return refusePlainly(response, 501, `method '${method}' not available`, null);
  if (/chunked/i.test(request.headers['transfer-encoding'] ?? ''))
    return refusePlainly(
      response,
      501,
      'chunked transfer encoding not supported',
      'chunked transfer encoding not supported',
    );
  const path = decode(rawPath.replace(/\+/g, '%2B')).replace(/\/+/g, '/');
  const match = /^\/api2\/([^/]+)(\/.*)?$/.exec(path);
  if (!match) return refusePlainly(response, 404, `no such file '${path}'`, `no such file '${path}'`);
  const relative = (match[2] ?? '/').replace(/(.)\/$/, '$1');
  const authorization = request.headers.authorization;
  const csrf = request.headers.csrfpreventiontoken;
  const identity = identify(
    { method, authorization, cookie: request.headers.cookie, csrf: typeof csrf === 'string' ? csrf : undefined },
    world.state,
    world.tickets,
    world.clock.now(),
  );
  const control = await world.control.before({ method, path: relative, authid: authidOf(identity) });
  if (control?.drop) return void request.socket.destroy();
  if (control?.status) return refusePlainly(response, control.status, control.text ?? 'fault', null);
  const refused = control?.unauthorized ? { unauthorized: 'Authentication failed!' } : identity;
  if (refused === null ? !worldPaths.has(relative) : 'unauthorized' in refused) {
    await new Promise((resolve) => setTimeout(resolve, authDelayMs));
    const text = refused === null ? 'No ticket' : (refused as Unauthorized).unauthorized;
    return refusePlainly(response, 401, text, null);
  }
  const read = await readBody(request, method, relative);
  if ('status' in read) return refusePlainly(response, read.status, read.text, read.text);
  const format = match[1] as Format;
  if (format !== 'json' && format !== 'extjs') {
    const text = `no formatter for uri ${relative}, ${match[1]}`;
    return refusePlainly(response, 501, text, text);
  }
  try {
    const body = read.json ? readJson(read.text) : readForm(read.text);
    const raw: Record<string, Raw> = { ...body, ...readForm(query) };
    const caller = identity && 'userid' in identity ? identity : null;
    const outcome = await dispatch(world, { method, path: relative, raw, identity: caller });
    if (control?.dropAfter) return void request.socket.destroy();
    answer(response, format, outcome);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // A failed login waits like refused credentials do (FACTS §2).
    if (error.status === 401) await new Promise((resolve) => setTimeout(resolve, authDelayMs));
    if (control?.dropAfter) return void request.socket.destroy();
    // What does not come from a handler but from the way to another node has no body (FACTS §1).
    if (error.status >= 590) return refusePlainly(response, error.status, error.message, null);
    refuse(response, format, error);
  }
}

/** A console's WebSocket: with the credentials of any request, and the ticket that opened it. */
function upgrade(world: World, request: IncomingMessage, socket: Duplex): void {
  const [path = '', query = ''] = splitOnce(request.url ?? '', '?');
  const match = /^\/api2\/json\/nodes\/[^/]+\/lxc\/(\d+)\/vncwebsocket$/.exec(decode(path));
  const { authorization, cookie } = request.headers;
  const identity = identify({ method: 'GET', authorization, cookie }, world.state, world.tickets, world.clock.now());
  const refuseWith = (line: string) => socket.end(`HTTP/1.1 ${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  if (!identity || 'unauthorized' in identity) return void refuseWith('401 No ticket');
  const values = new URLSearchParams(query);
  const parameters = {
    vmid: Number(match?.[1]),
    port: Number(values.get('port')),
    ticket: values.get('vncticket') ?? '',
  };
  if (!accessOf(world.state, identity).has(`/vms/${parameters.vmid}`, 'VM.Console'))
    return void refuseWith(`403 Permission check failed (/vms/${parameters.vmid}, VM.Console)`);
  const talk = match && consoleFor(world, parameters);
  if (!talk) return void refuseWith('401 permission denied - invalid PVEVNC ticket');
  const webSocket = acceptWebSocket(request, socket);
  if (webSocket) talk(webSocket);
}

const authidOf = (identity: ReturnType<typeof identify>) => (identity && 'authid' in identity ? identity.authid : null);

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The body of a POST or PUT; or what the server refuses it with. */
async function readBody(
  request: IncomingMessage,
  method: string,
  path: string,
): Promise<{ json: boolean; text: string } | { status: number; text: string }> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length === 0) return { json: false, text: '' };
  if (method !== 'POST' && method !== 'PUT') return { status: 501, text: `Unexpected content for method '${method}'` };
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (type === 'multipart/form-data' && /\/upload$/.test(path)) return { json: false, text: await readUpload(request) };
  if (length > maxBody) return { status: 501, text: 'for data too large' };
  if (type !== '' && type !== 'application/x-www-form-urlencoded' && type !== 'application/json')
    return { status: 506, text: `upload 'Content-Type '${type}' not implemented` };
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { json: type === 'application/json', text: Buffer.concat(chunks).toString('utf8') };
}
