/**
 * What each process is told. The engine gets everything; the web gets only what is listed, so that no Proxmox, SSH
 * or git secret is ever in the process that faces the browser.
 */
import { join } from 'node:path';

const webMayKnow =
  /^(PATH|HOME|USER|TZ|LANG|LC_.*|TMPDIR|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|HOST|PORT|PUBLIC_URL|TRUSTED_PROXIES|NEXTAUTH_URL|NEXT_TELEMETRY_DISABLED)$/;

/** The address that people open. */
export function publicUrl(env, host, port) {
  if (env.PUBLIC_URL) return env.PUBLIC_URL.replace(/\/+$/, '');
  return `http://${reachable(host)}:${port}`;
}

/** A host that one can connect to: the wildcards listen, but are no address. */
export function reachable(host) {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** What every process is told, whatever it is. */
function common(settings) {
  return {
    NODE_ENV: 'production',
    // glibc keeps an arena of freed memory for each thread; two are enough, and save some 50 MiB a process.
    MALLOC_ARENA_MAX: settings.env.MALLOC_ARENA_MAX || '2',
    WHEELHOUSE_DATA: settings.data,
    WHEELHOUSE_SOCKET: settings.env.WHEELHOUSE_SOCKET || join(settings.data, 'engine.sock'),
    HOST: settings.host,
    PORT: String(settings.port),
    ...(settings.demo ? { WHEELHOUSE_DEMO: '1' } : {}),
  };
}

/** Of the web: the listed ones and its own secret. */
export function webEnvironment(settings) {
  const listed = Object.fromEntries(Object.entries(settings.env).filter(([name]) => webMayKnow.test(name)));
  return {
    ...listed,
    ...common(settings),
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_URL: settings.env.NEXTAUTH_URL || settings.url,
    NEXTAUTH_SECRET: settings.sessionKey,
  };
}

/** Of the engine; in the demo its Proxmox is the simulator. */
export function engineEnvironment(settings, simulator) {
  const { NEXTAUTH_SECRET: _sessions, ...env } = settings.env;
  const demo = simulator && {
    PROXMOX_URL: simulator.url,
    PROXMOX_TOKEN_ID: simulator.tokenId,
    PROXMOX_TOKEN_SECRET: simulator.tokenSecret,
    PROXMOX_FINGERPRINT: simulator.fingerprint,
  };
  return { ...env, ...common(settings), ...(demo || {}) };
}
