/**
 * The Proxmox client over HTTPS.
 *
 * What it promises: every way a call can end is a `ProxmoxError`; the certificate is pinned, or checked against a CA
 * or the system's roots, never unchecked; at most `maxInFlightPerNode` requests are under way per node; reads are
 * tried again while their time lasts, and not at all while the node's circuit breaker is open; writes are sent once. A write has a connection of its own, because a kept one
 * may be closing under it (pveproxy drops idle ones after 5 s, FACTS §1) and nobody could then say whether the write
 * arrived. Each call is logged with method, path, status and time: never its parameters, never the token.
 */
import type { Agent } from 'node:https';
import type { Log } from '@/engine/log';
import { type Breaker, createBreaker } from '@/engine/proxmox/breaker';
import { trustedBy, trustingAgent } from '@/engine/proxmox/certificate';
import { classify } from '@/engine/proxmox/classify';
import { encodeForm, withQuery } from '@/engine/proxmox/encode';
import type { ProxmoxError } from '@/engine/proxmox/error';
import { exchange } from '@/engine/proxmox/exchange';
import { createLimiter, nodeOfPath } from '@/engine/proxmox/limiter';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { waitForTask } from '@/engine/proxmox/wait-for-task';
import type { Secret } from '@/engine/secret';
import { err, type Result } from '@/lib/result';

export type ProxmoxSettings = {
  /** `https://host:8006`, with or without a path before `/api2`. */
  url: string;
  /** `user@realm!name`. */
  tokenId: string;
  tokenSecret: Secret;
  /** SHA-256 of the certificate, as Proxmox shows it. */
  fingerprint?: string;
  /** CA certificate, PEM. */
  ca?: string;
  log: Log;
  maxInFlightPerNode?: number;
};

/** pveproxy itself gives up after 30 s (FACTS §5). */
const defaultTimeoutMs = 30_000;
const attempts = 4;
const firstBackoffMs = 150;

export function connectProxmox(settings: ProxmoxSettings): Proxmox {
  const base = new URL(settings.url);
  const prefix = base.pathname.replace(/\/+$/, '');
  let fingerprint: string | null = null;
  const seen = (one: string) => {
    fingerprint = one;
  };
  const reads = trustingAgent(settings, { keepAlive: true, timeout: 4_000, scheduling: 'lifo' }, seen);
  const writes = trustingAgent(settings, { keepAlive: false }, seen);
  const limiter = createLimiter(settings.maxInFlightPerNode ?? 2);
  const breakers = new Map<string, Breaker>();
  const closing = new AbortController();

  const breakerOf = (path: string): Breaker => {
    const node = nodeOfPath(path) ?? 'cluster';
    const known = breakers.get(node);
    if (known) return known;
    const name = node === 'cluster' ? base.host : node;
    const breaker = createBreaker({ name, now: Date.now });
    breakers.set(node, breaker);
    return breaker;
  };

  /** One attempt in its turn. Time runs while it waits, too; `timeout` with `sent: false` is safe to repeat. */
  async function once(
    agent: Agent,
    method: string,
    path: string,
    call: {
      query?: Record<string, string | number>;
      body?: string;
      signal: AbortSignal;
      requestId?: string;
      onTurn?: () => void;
    },
  ): Promise<{ result: Result<unknown, ProxmoxError>; reused: boolean }> {
    if (base.protocol !== 'https:')
      return refuse({
        kind: 'unreachable',
        text: `${settings.url} is not https: the token is never sent in the clear`,
      });
    const began = Date.now();
    let release: () => void;
    try {
      release = await limiter.enter(nodeOfPath(path), call.signal);
    } catch (reason) {
      const text = reason instanceof Error ? reason.message : String(reason);
      return refuse({
        kind: 'timeout',
        sent: false,
        text: `nothing was sent, other requests were still under way: ${text}`,
      });
    }
    call.onTurn?.();
    try {
      const answer = await exchange({
        agent,
        url: new URL(`${prefix}/api2/json${withQuery(path, call.query)}`, base),
        method,
        headers: {
          accept: 'application/json',
          authorization: `PVEAPIToken=${settings.tokenId}=${settings.tokenSecret.reveal()}`,
        },
        body: call.body,
        signal: call.signal,
      });
      settings.log(method === 'GET' ? 'debug' : 'info', 'asked Proxmox', {
        requestId: call.requestId,
        method,
        path,
        ms: Date.now() - began,
        ...(answer.ok ? { status: answer.value.status } : { failed: answer.error.error.kind }),
      });
      return answer.ok
        ? { result: classify(answer.value, method === 'GET' ? 'read' : 'write'), reused: false }
        : { result: err(answer.error.error), reused: answer.error.reused };
    } finally {
      release();
    }
  }

  const proxmox: Proxmox = {
    endpoint: base.port ? base.host : `${base.hostname}:443`,
    certificate: () => ({ trustedBy: trustedBy(settings), fingerprint }),

    async get<T>(path: string, params = {}, options: CallOptions = {}) {
      const deadline = timeLimit(options, closing.signal);
      const breaker = breakerOf(path);
      try {
        for (let attempt = 1; ; attempt += 1) {
          const refusal = breaker.refusal('read');
          if (refusal !== null) return err({ kind: 'unreachable', text: refusal });
          const { result, reused } = await once(reads, 'GET', path, {
            query: params,
            signal: deadline.signal,
            requestId: options.requestId,
          });
          // Whoever gave up by themselves learnt nothing about the node.
          if (options.signal?.aborted || closing.signal.aborted) breaker.forgotten();
          else tell(breaker, result, reused);
          // T is the caller's claim; what matters is parsed in `read.ts`.
          if (result.ok) return result as { ok: true; value: T };
          if (attempt >= attempts || !isPassing(result.error)) return result;
          // A kept connection that was just dropped says nothing about Proxmox: ask again at once.
          const backoffMs = reused ? 0 : firstBackoffMs * 2 ** (attempt - 1) * (0.5 + Math.random());
          if (!(await deadline.leaves(backoffMs))) return result;
        }
      } finally {
        deadline.end();
      }
    },

    async send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, params = {}, options: CallOptions = {}) {
      const refusal = breakerOf(path).refusal('write');
      if (refusal !== null) return err({ kind: 'unreachable', text: `nothing was sent: ${refusal}` });
      const deadline = timeLimit(options, closing.signal);
      try {
        // DELETE takes no body, not even an empty one (FACTS §1).
        const call = method === 'DELETE' ? { query: params } : { body: encodeForm(params) };
        const { result } = await once(writes, method, path, {
          ...call,
          signal: deadline.signal,
          requestId: options.requestId,
          // Waiting its turn must not cost a write the time for its answer: what is cut off may have been done.
          onTurn: deadline.restart,
        });
        return result as Result<T, ProxmoxError>;
      } finally {
        deadline.end();
      }
    },

    waitForTask: (upid, options) => waitForTask(proxmox.get, upid, options),

    close() {
      closing.abort(new Error('the engine is stopping'));
      reads.destroy();
      writes.destroy();
    },
  };
  return proxmox;
}

const refuse = (error: ProxmoxError) => ({ result: err(error), reused: false });

/** Silence is what opens the breaker; a refusal is an answer, and so is a wrong certificate. */
function tell(breaker: Breaker, result: Result<unknown, ProxmoxError>, reused: boolean): void {
  if (result.ok || !isPassing(result.error)) breaker.heard();
  // Our own queue, or a kept connection that was being closed.
  else if ((result.error.kind === 'timeout' && !result.error.sent) || reused) breaker.forgotten();
  else breaker.silent(result.error.text);
}

/** What may be over in a moment, for a read. A timeout by our own deadline ends the loop by `leaves`. */
function isPassing(error: ProxmoxError): boolean {
  return error.kind === 'unreachable' ? !isCertificate(error) : error.kind === 'timeout';
}

function isCertificate(error: { cause?: unknown }): boolean {
  return error.cause instanceof Error && /certificate|CERT/.test(`${error.cause.message}`);
}

/** One signal out of the time limit, the caller's signal and the client's end. */
function timeLimit(options: CallOptions, closing: AbortSignal) {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const until = Date.now() + timeoutMs;
  const limit = new AbortController();
  const expire = () => limit.abort(new Error(`no answer within ${timeoutMs / 1000} s`));
  let timer = setTimeout(expire, timeoutMs);
  const sources = options.signal ? [options.signal, closing] : [closing];
  const pass = (event: Event) => limit.abort((event.target as AbortSignal).reason);
  for (const source of sources) {
    if (source.aborted) limit.abort(source.reason);
    else source.addEventListener('abort', pass, { once: true });
  }
  return {
    signal: limit.signal,
    restart() {
      clearTimeout(timer);
      timer = setTimeout(expire, timeoutMs);
    },
    /** Waits; false when the time is over before or by then. */
    async leaves(ms: number): Promise<boolean> {
      if (limit.signal.aborted || Date.now() + ms >= until) return false;
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(wait);
          limit.signal.removeEventListener('abort', done);
          resolve();
        };
        const wait = setTimeout(done, ms);
        limit.signal.addEventListener('abort', done, { once: true });
      });
      return !limit.signal.aborted;
    },
    end() {
      clearTimeout(timer);
      for (const source of sources) source.removeEventListener('abort', pass);
    },
  };
}
