/** Reads the REST API from a page. A problem becomes an error that says what its `detail` says. */
export async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(url, { signal, headers: { accept: 'application/json' } });
  if (answer.ok) return (await answer.json()) as T;
  const type = answer.headers.get('content-type') ?? '';
  const problem = type.includes('json') ? ((await answer.json()) as { detail?: string }) : {};
  throw new Error(problem.detail ?? `${answer.status} ${answer.statusText}`);
}
