/**
 * One HTTP exchange with Proxmox: one request, one answer or the reason why there is none. It never tries again; what
 * it knows for certain is whether the request can have reached Proxmox (`sent`), and callers build on that.
 */
import { type Agent, request } from 'node:https';
import type { Answer } from '@/engine/proxmox/classify';
import type { ProxmoxError } from '@/engine/proxmox/error';
import { err, ok, type Result } from '@/lib/result';

/** More than any answer of a large cluster; a body beyond it is somebody's mistake, and would fill our memory. */
const maxBodyBytes = 64 * 2 ** 20;

export type Exchange = {
  agent: Agent;
  url: URL;
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
};

/** The error of an exchange, and whether the same request may be sent again without a second effect. */
export type Failed = { error: ProxmoxError; reused: boolean };

export function exchange(call: Exchange): Promise<Result<Answer, Failed>> {
  return new Promise((resolve) => {
    let sent = false;
    let settled = false;
    const settle = (result: Result<Answer, Failed>) => {
      if (settled) return;
      settled = true;
      call.signal.removeEventListener('abort', abort);
      resolve(result);
    };
    const fail = (error: ProxmoxError) => settle(err({ error, reused: req.reusedSocket }));

    const req = request(call.url, {
      agent: call.agent,
      method: call.method,
      headers: {
        ...call.headers,
        ...(call.body === undefined
          ? {}
          : {
              'content-type': 'application/x-www-form-urlencoded',
              'content-length': String(Buffer.byteLength(call.body)),
            }),
      },
    });
    const abort = () => {
      fail(
        sent
          ? { kind: 'timeout', sent: true, text: `Proxmox did not answer: ${reasonOf(call.signal)}` }
          : { kind: 'unreachable', text: `no connection to ${call.url.host}: ${reasonOf(call.signal)}` },
      );
      req.destroy();
    };
    req.on('socket', (socket) => {
      // Bytes leave once TLS stands: at once on a kept or an already checked connection, else when it is secure.
      if (req.reusedSocket || !socket.connecting) sent = true;
      else socket.once('secureConnect', () => (sent = true));
    });
    req.on('error', (cause) => fail(errorOf(cause, sent, call.url.host)));
    req.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBodyBytes) {
          fail({ kind: 'malformed', status: response.statusCode ?? 0, text: 'the answer of Proxmox is far too large' });
          req.destroy();
        } else chunks.push(chunk);
      });
      response.on('error', (cause) => fail(errorOf(cause, true, call.url.host)));
      response.on('end', () =>
        settle(
          ok({
            status: response.statusCode ?? 0,
            reason: response.statusMessage ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        ),
      );
    });
    if (call.signal.aborted) return abort();
    call.signal.addEventListener('abort', abort, { once: true });
    req.end(call.body);
  });
}

function errorOf(cause: Error, sent: boolean, host: string): ProxmoxError {
  const code = 'code' in cause ? String(cause.code) : '';
  if (!sent) return { kind: 'unreachable', text: whyUnreachable(code, cause, host), cause };
  return {
    kind: 'timeout',
    sent: true,
    text: `the connection to ${host} broke before Proxmox answered (${code || cause.message})`,
  };
}

function whyUnreachable(code: string, cause: Error, host: string): string {
  switch (code) {
    case 'WRONG_CERTIFICATE':
      return cause.message;
    case 'ECONNREFUSED':
      return `nothing listens at ${host}`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name in ${host} cannot be resolved`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no route to ${host}`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `the certificate of ${host} is not trusted (${code}): set its fingerprint or its CA`;
    default:
      return `no connection to ${host} (${code || cause.message})`;
  }
}

function reasonOf(signal: AbortSignal): string {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason.message : String(reason);
}
