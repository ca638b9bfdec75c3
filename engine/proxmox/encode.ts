/**
 * Parameters as Proxmox reads them (FACTS §1): it splits forms on `&` and on `;` and takes a value only up to its
 * second `=`, so everything that is not plainly safe is percent-encoded, `+` included. DELETE and GET carry theirs
 * in the query: a body there is a 501.
 */

/** `a=1&b=x%3By`, strictly encoded. */
export function encodeForm(params: Record<string, string | number>): string {
  return Object.entries(params)
    .map(([key, value]) => `${encodeStrictly(key)}=${encodeStrictly(String(value))}`)
    .join('&');
}

/** The path with its query, if there are parameters. */
export function withQuery(path: string, params: Record<string, string | number> = {}): string {
  const query = encodeForm(params);
  return query === '' ? path : `${path}?${query}`;
}

/** encodeURIComponent leaves `!'()*` alone; a token's UPID has a `!`, so they go too. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** One segment of a path: a volume id, an UPID. */
export const encodeSegment = encodeStrictly;
