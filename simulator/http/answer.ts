/** Answers as Proxmox's server writes them: JSON, the `extjs` dress of it, empty 401s and plain texts (FACTS §1). */
import type { ServerResponse } from 'node:http';
import { Encoded } from '@/simulator/http/encoded';
import type { Refused } from '@/simulator/refusal';
import { Answer } from '@/simulator/world';

export type Format = 'json' | 'extjs';

/** A reason phrase is the first line, as bytes; UTF-8 goes over the wire as such. */
const reason = (text: string) => Buffer.from(text.trim().split(/[\r\n]/)[0] ?? '', 'utf8').toString('latin1');

function write(
  response: ServerResponse,
  status: number,
  phrase: string,
  body: string | Buffer | null,
  type: string | null,
) {
  if (response.writableEnded || response.destroyed) return;
  const headers: Record<string, string | number> = {
    'Cache-Control': 'max-age=0',
    Pragma: 'no-cache',
    Server: 'pve-api-daemon/3.0',
    'Content-Length': body === null ? 0 : Buffer.byteLength(body),
  };
  if (type) headers['Content-Type'] = type;
  if (status >= 400) headers.Connection = 'close';
  response.writeHead(status, reason(phrase), headers);
  response.end(body ?? '');
}

const json = 'application/json;charset=UTF-8';
const line = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);

/** A success. */
export function answer(response: ServerResponse, format: Format, value: unknown): void {
  const { data, extra } = value instanceof Answer ? value : new Answer(value ?? null);
  if (extra.text !== undefined) {
    write(response, 200, 'OK', extra.text, 'text/plain');
    return;
  }
  if (data instanceof Encoded) {
    const end = format === 'extjs' ? ',"success":1}' : '}';
    write(response, 200, 'OK', Buffer.concat([Buffer.from('{"data":'), data.bytes, Buffer.from(end)]), json);
    return;
  }
  const body: Record<string, unknown> = { data: data ?? null };
  // Perl's zero is false: an empty list has no total.
  if (extra.total) body.total = extra.total;
  if (format === 'extjs') body.success = 1;
  write(response, 200, 'OK', JSON.stringify(body), json);
}

/** A refusal with a body: its message, and the map of parameters if there is one. */
export function refuse(response: ServerResponse, format: Format, refusal: Refused): void {
  const body: Record<string, unknown> = { data: null, message: line(refusal.message) };
  if (refusal.errors)
    body.errors = Object.fromEntries(Object.entries(refusal.errors).map(([key, text]) => [key, line(text)]));
  if (format === 'extjs')
    write(response, 200, 'OK', JSON.stringify({ ...body, success: 0, status: refusal.status }), json);
  else write(response, refusal.status, refusal.message, JSON.stringify(body), json);
}

/** A refusal of the HTTP layer: the text is the reason phrase, and the body unless it has to be empty. */
export function refusePlainly(response: ServerResponse, status: number, text: string, body: string | null): void {
  write(response, status, text, body, null);
}
