/** For tests: scripted servers and clients of them that all end with the test that opened them. */
import { afterEach, beforeAll } from 'vitest';
import { connectProxmox } from '@/engine/proxmox/connect';
import type { Proxmox } from '@/engine/proxmox/proxmox';
import { type Certificate, type Handler, newCertificate, scriptedProxmox } from '@/engine/proxmox/scripted-proxmox';
import { Secret } from '@/engine/secret';

let certificate: Certificate;
const ends: (() => void)[] = [];
beforeAll(async () => {
  certificate = await newCertificate();
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

export async function serve(handler: Handler) {
  const scripted = await scriptedProxmox(certificate, handler);
  ends.push(scripted.close);
  return scripted;
}

export function connect(url: string): Proxmox {
  const proxmox = connectProxmox({
    url,
    tokenId: 'wheelhouse@pve!engine',
    tokenSecret: new Secret('s3cret-uuid'),
    log: () => undefined,
    fingerprint: certificate.fingerprint,
  });
  ends.push(() => proxmox.close());
  return proxmox;
}
