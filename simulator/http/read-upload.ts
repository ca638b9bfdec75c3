/** Uploads: the fields of a multipart body as a form. The file itself is only measured, never kept. */
import type { IncomingMessage } from 'node:http';

/** Reads the body; the file becomes its name and a temporary one that ends with its size. */
export async function readUpload(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('latin1');
  const boundary = /boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
  const form = new URLSearchParams();
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const at = part.indexOf('\r\n\r\n');
    const header = part.slice(0, at);
    const value = part.slice(at + 4, -2);
    const name = /name="([^"]*)"/.exec(header)?.[1] ?? '';
    const filename = /filename="([^"]*)"/.exec(header)?.[1];
    if (filename === undefined) form.set(name, value);
    else {
      form.set('filename', filename);
      form.set('tmpfilename', `/var/tmp/pveupload-${'0'.repeat(16)}${value.length}`);
    }
  }
  return form.toString();
}
