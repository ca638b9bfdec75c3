export const dynamic = 'force-dynamic';

/** The web process is alive. That says nothing about the engine: see `/readyz`. */
export function GET(): Response {
  return Response.json({ alive: true }, { headers: { 'cache-control': 'no-store' } });
}
