/** The web's log: JSON lines on standard error, like the engine's, with the request id that goes on to Proxmox. */
import 'server-only';

export function log(level: 'info' | 'warn' | 'error', text: string, fields: Record<string, unknown> = {}): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, process: 'web', text, ...fields })}\n`);
}
