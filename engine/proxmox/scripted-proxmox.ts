/** For tests: an HTTPS server that answers what a test says, for faults that the simulator never makes. */
import { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { generate } from 'selfsigned';

export type Handler = (req: IncomingMessage & { text: string }, res: ServerResponse) => void;
export type Certificate = { key: string; pem: string; fingerprint: string };

export async function newCertificate(): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  return { key: made.private, pem: made.cert, fingerprint: new X509Certificate(made.cert).fingerprint256 };
}

export type Scripted = {
  url: string;
  server: Server;
  /** `GET /api2/json/version`, in order of arrival. */
  seen: string[];
  close(): void;
};

export async function scriptedProxmox({ key, pem }: Certificate, handler: Handler): Promise<Scripted> {
  const seen: string[] = [];
  const server = createServer({ key, cert: pem }, (req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      seen.push(`${req.method} ${req.url}`);
      handler(Object.assign(req, { text: Buffer.concat(chunks).toString() }), res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    server,
    seen,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function answerJson(res: ServerResponse, status: number, body: unknown, reason = ''): void {
  res.writeHead(status, reason, { 'content-type': 'application/json;charset=UTF-8' });
  res.end(JSON.stringify(body));
}
