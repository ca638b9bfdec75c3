/** The self-signed certificate of the simulated host; beside the save file it is kept, so that a pin stays true. */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generate } from 'selfsigned';

export type Certificate = { key: string; cert: string; fingerprint: string };

/** The certificate kept at `path`, or a new one, which is then kept there. */
export async function certificateFor(path: string | undefined): Promise<Certificate> {
  if (path && existsSync(path)) {
    const text = readFileSync(path, 'utf8');
    const [key = '', cert = ''] = [
      /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/,
      /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/,
    ].map((pattern) => pattern.exec(text)?.[0] ?? '');
    if (key && cert && new Date(new X509Certificate(cert).validTo) > new Date()) return withFingerprint(key, cert);
  }
  const made = await generate([{ name: 'commonName', value: 'pve.simulator.invalid' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 10 * 365 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  if (path) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${made.private.trim()}\n${made.cert.trim()}\n`, { mode: 0o600 });
  }
  return withFingerprint(made.private, made.cert);
}

const withFingerprint = (key: string, cert: string) => ({
  key,
  cert,
  fingerprint: new X509Certificate(cert).fingerprint256,
});
