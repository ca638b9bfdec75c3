/** Where the engine listens: `WHEELHOUSE_SOCKET`, else `engine.sock` in the data directory. */
import { join } from 'node:path';

export function engineSocketPath(env: Record<string, string | undefined> = process.env): string {
  return env.WHEELHOUSE_SOCKET || join(env.WHEELHOUSE_DATA || join(process.cwd(), 'data'), 'engine.sock');
}
