/**
 * Whether a request was caused by a page of ours. A cookie goes along with requests that other sites cause, so whoever
 * comes with one and wants to change something must show where they come from: `Sec-Fetch-Site` says same-origin, or,
 * where a browser does not send it, `Origin` names the host that was asked or PUBLIC_URL.
 */
type HeadersLike = { get(name: string): string | null };

export function sameOrigin(headers: HeadersLike, publicUrl: string | undefined = process.env.PUBLIC_URL): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = headers.get('origin');
  if (origin === null) return site === 'same-origin';
  const from = hostOf(origin);
  return from !== null && (from === headers.get('host') || (publicUrl !== undefined && from === hostOf(publicUrl)));
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}
