import { randomUUID } from 'node:crypto';
import { callEngine } from '@/engine/rpc/client';

export const dynamic = 'force-dynamic';

/** Ready when the engine answers, has migrated and recovered, and observes Proxmox; otherwise 503 and why not. */
export async function GET(): Promise<Response> {
  const health = await callEngine('health', {}, { credential: { kind: 'none' }, requestId: randomUUID() });
  const reason = whyNot(health);
  return Response.json(reason === null ? { ready: true } : { ready: false, reason }, {
    status: reason === null ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}

function whyNot(health: Awaited<ReturnType<typeof callEngine<'health'>>>): string | null {
  if (!health.ok) return health.error.text;
  if (!health.value.ready) return 'the engine is starting';
  if (health.value.source.state === 'starting') return 'Proxmox has not been observed yet';
  if (health.value.source.state === 'stale')
    return `no answer from ${health.value.source.endpoint}: ${health.value.source.error ?? 'the data is stale'}`;
  return null;
}
