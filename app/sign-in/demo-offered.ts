/**
 * Whether the demo's account may be entered in one click: only in the demo, only when we listen on loopback, and only
 * for a browser on this machine that asked for loopback by name, without any proxy between. Next itself fills in
 * `x-forwarded-*` from the connection where they are missing, so they are compared and not merely looked for.
 */
type HeadersLike = { get(name: string): string | null };

export function demoOffered(env: Record<string, string | undefined>, headers: HeadersLike): boolean {
  if (env.WHEELHOUSE_DEMO !== '1' || !isLoopback(env.HOST ?? '127.0.0.1')) return false;
  const host = headers.get('host');
  if (host === null || !isLoopback(nameOf(host))) return false;
  if (['forwarded', 'via', 'x-real-ip'].some((name) => headers.get(name) !== null)) return false;
  const forwardedHost = headers.get('x-forwarded-host');
  if (forwardedHost !== null && forwardedHost !== host) return false;
  const forwardedFor = headers.get('x-forwarded-for');
  return forwardedFor === null || forwardedFor.split(',').every((address) => isLoopback(address.trim()));
}

/** The name of `name:port` or `[::1]:port`. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(name);
}
