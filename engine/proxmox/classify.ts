/**
 * From an answer of Proxmox to a value or a `ProxmoxError`.
 *
 * The status says little: almost everything that goes wrong is a 500 whose text is the only discriminator, and there
 * is no 404, 409 or 423 (FACTS §1). The text is `message` of the body (since http-server 5.2), else the reason
 * phrase; 401 and 59x have no body at all, 501 a plain one. Never trust a body to be JSON.
 */
import type { ProxmoxError } from '@/engine/proxmox/error';
import { err, ok, type Result } from '@/lib/result';

export type Answer = { status: number; reason: string; body: string };

/** `data` of a good answer, or what kind of refusal it is; of a write a broken-off answer means: perhaps it was done. */
export function classify(answer: Answer, kind: 'read' | 'write' = 'read'): Result<unknown, ProxmoxError> {
  const json = parseObject(answer.body);
  if (answer.status >= 200 && answer.status < 300) {
    if (json && 'data' in json) return ok(json.data);
    return err({
      kind: 'malformed',
      status: answer.status,
      text: `Proxmox answered ${answer.status} without JSON data: ${excerpt(answer.body)}`,
    });
  }
  const text = textOf(answer, json);
  // The proxy's own: 595 is a failed connection to the node, 596 to 599 broke off after it (AnyEvent::HTTP), and
  // 502 to 504 are those of a reverse proxy in front.
  if (answer.status === 595) return err({ kind: 'unreachable', text: `the node does not answer (${text})` });
  if ((answer.status > 595 && answer.status <= 599) || [502, 503, 504].includes(answer.status))
    return err(
      kind === 'read'
        ? { kind: 'unreachable', text: `the node does not answer (${text})` }
        : { kind: 'timeout', sent: true, text: `the node broke off (${text})` },
    );
  return err(refusalOf(answer.status, text, fieldsOf(json)));
}

function refusalOf(status: number, text: string, fields: Record<string, string>): ProxmoxError {
  if (status === 401) return { kind: 'unauthorized', text };
  if (status === 403) return { kind: 'forbidden', text };
  if (/\bis locked\b|can't lock file/.test(text)) return { kind: 'locked', text };
  // An unknown task is a 400 with the field `upid` (FACTS §3).
  if (fields.upid !== undefined && /no such task/.test(fields.upid)) return { kind: 'not-found', text: fields.upid };
  if (Object.keys(fields).length > 0) return { kind: 'invalid', text: withFields(text, fields), fields };
  if (status === 400) return { kind: 'invalid', text, fields: {} };
  // Backup jobs wrap it twice: "500 400 Parameter verification failed.\nvmid: property is missing" (FACTS §1).
  if (/^400 Parameter verification failed/.test(text)) {
    const wrapped = fieldLines(text);
    return { kind: 'invalid', text: withFields('Parameter verification failed.', wrapped), fields: wrapped };
  }
  if (/\bdoes not exist\b|\bno such \w+|\bno rule at position\b/i.test(text)) return { kind: 'not-found', text };
  if (conflicts.test(text)) return { kind: 'conflict', text };
  return { kind: 'refused', text, status };
}

/** Texts of FACTS §4 and §5 that say: it is not in the state that this call needs. */
const conflicts =
  /already running|not running|already exists|already at specified size|detected modified configuration|container is running|running container|protection mode enabled/i;

function textOf(answer: Answer, json: Record<string, unknown> | null): string {
  const message = typeof json?.message === 'string' ? json.message : '';
  const text = clean(message) || clean(answer.reason) || (json ? '' : excerpt(answer.body));
  return text || `Proxmox answered ${answer.status} without a text`;
}

/** Perl's ` at FILE line N.` is no news for a person. */
function clean(text: string): string {
  return text
    .trim()
    .replace(/ at \S+ line \d+\.?$/, '')
    .trim();
}

function fieldsOf(json: Record<string, unknown> | null): Record<string, string> {
  const errors = json?.errors;
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return {};
  return Object.fromEntries(Object.entries(errors).map(([field, text]) => [field, clean(String(text))]));
}

function fieldLines(text: string): Record<string, string> {
  const lines = text.split('\n').slice(1);
  return Object.fromEntries(
    lines.flatMap((line) => {
      const match = /^([\w[\]-]+): (.+)$/.exec(line);
      return match ? [[match[1] ?? '', match[2] ?? '']] : [];
    }),
  );
}

function withFields(text: string, fields: Record<string, string>): string {
  const list = Object.entries(fields).map(([field, what]) => `${field}: ${what.replace(/\s*\n\s*/g, '; ')}`);
  return list.length === 0 ? text : `${text} ${list.join('. ')}`;
}

function parseObject(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    // Not JSON: a text body, or none. The caller says so with the status.
    return null;
  }
}

function excerpt(body: string): string {
  const line = body.replace(/\s+/g, ' ').trim();
  if (line === '') return 'an empty body';
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}
