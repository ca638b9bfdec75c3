/**
 * How the certificate is checked: by its pinned SHA-256 fingerprint, by a CA, or by the system's roots. There is no
 * fourth way. With a pin the socket is handed to HTTP only after the certificate was compared, so that not one byte
 * of a request (the token is in it) reaches anybody else.
 */
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';

export class WrongCertificate extends Error {
  readonly code = 'WRONG_CERTIFICATE';
  constructor(expected: string, seen: string) {
    super(`the certificate of Proxmox changed: expected the SHA-256 fingerprint ${expected}, seen ${seen}`);
  }
}

/** Upper case in pairs with colons, as Proxmox shows it; the text as it is when it is no fingerprint. */
export function normaliseFingerprint(text: string): string {
  const hex = text
    .trim()
    .replace(/^sha-?256[:=]?/i, '')
    .replace(/[:\s]/g, '');
  return /^[0-9a-f]{64}$/i.test(hex) ? (hex.toUpperCase().match(/../g)?.join(':') ?? text) : text.trim();
}

/** HTTP does not own a socket until it is checked, so nobody else would end one that never connects. */
const connectTimeoutMs = 10_000;

export type Trust = { fingerprint?: string; ca?: string };

/** What the certificate is checked by. */
export type TrustedBy = 'fingerprint' | 'ca' | 'system';

export function trustedBy({ fingerprint, ca }: Trust): TrustedBy {
  if (fingerprint !== undefined && fingerprint.trim() !== '') return 'fingerprint';
  return ca ? 'ca' : 'system';
}

/** An agent that trusts only what `trust` says; `seen` is told the fingerprint of each certificate that passed. */
export function trustingAgent(trust: Trust, options: AgentOptions, seen: (fingerprint: string) => void): Agent {
  if (trustedBy(trust) === 'fingerprint')
    return new PinnedAgent(normaliseFingerprint(trust.fingerprint ?? ''), options, seen);
  return new CheckedAgent({ ...options, ...(trust.ca ? { ca: trust.ca } : {}), rejectUnauthorized: true }, seen);
}

/** Checked by Node against a CA; its certificate is noted when it has passed. */
class CheckedAgent extends Agent {
  readonly #seen: (fingerprint: string) => void;

  constructor(options: AgentOptions, seen: (fingerprint: string) => void) {
    super(options);
    this.#seen = seen;
  }

  override createConnection(
    options: Parameters<Agent['createConnection']>[0],
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const socket = super.createConnection(options, callback);
    // A resumed session shows no certificate; the first one did.
    socket?.once('secureConnect', () => {
      const fingerprint = fingerprintOf(socket as TLSSocket);
      if (fingerprint !== noFingerprint) this.#seen(fingerprint);
    });
    return socket;
  }
}

/** Compares the fingerprint in place of the chain; a session is never resumed, so each connection shows its certificate. */
class PinnedAgent extends Agent {
  readonly #expected: string;
  readonly #seen: (fingerprint: string) => void;

  constructor(expected: string, options: AgentOptions, seen: (fingerprint: string) => void) {
    super({ ...options, maxCachedSessions: 0 });
    this.#expected = expected;
    this.#seen = seen;
  }

  override createConnection(
    options: Parameters<Agent['createConnection']>[0],
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    // The chain is of no interest: the one certificate that we want is known.
    const socket = connect({ ...(options as object), rejectUnauthorized: false });
    const patience = setTimeout(
      () => socket.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })),
      connectTimeoutMs,
    );
    const done = (error: Error | null) => {
      clearTimeout(patience);
      socket.removeListener('error', done);
      socket.removeListener('close', closed);
      callback?.(error, socket);
    };
    const closed = () => done(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
    socket.once('error', done);
    socket.once('close', closed);
    socket.once('secureConnect', () => {
      const seen = fingerprintOf(socket);
      if (seen === this.#expected) {
        this.#seen(seen);
        return done(null);
      }
      const wrong = new WrongCertificate(this.#expected, seen);
      done(wrong);
      socket.destroy();
    });
  }
}

const noFingerprint = 'none';

function fingerprintOf(socket: TLSSocket): string {
  return socket.getPeerCertificate().fingerprint256 || noFingerprint;
}
