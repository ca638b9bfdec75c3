import { z } from 'zod';
import type { CommandContext, CommandEnd } from '@/engine/cli/command';
import { fail } from '@/engine/cli/fail';
import { missingRights, pveumLines } from '@/engine/cli/needed-rights';
import { readEnvironment } from '@/engine/environment';
import { connectProxmox } from '@/engine/proxmox/connect';

const versionSchema = z.object({ version: z.string() });
const permissionsSchema = z.record(z.string(), z.record(z.string(), z.coerce.number()));

/** Asks Proxmox with the configured token what it may, and says what is missing and how to give it. */
export async function doctor(_args: string[], { env, root }: CommandContext): Promise<CommandEnd> {
  const environment = readEnvironment(env, root);
  if (!environment.ok) return fail(1, environment.error.join('\n'));
  const { tokenId, url } = environment.value.proxmox;
  const proxmox = connectProxmox({ ...environment.value.proxmox, log: () => undefined });
  try {
    const version = await proxmox.get('/version');
    if (!version.ok)
      return fail(1, `Proxmox at ${url} does not let us in (${version.error.kind}): ${version.error.text}`);
    const answer = await proxmox.get('/access/permissions');
    if (!answer.ok) return fail(1, `The token's rights could not be read (${answer.error.kind}): ${answer.error.text}`);
    const permissions = permissionsSchema.safeParse(answer.value);
    if (!permissions.success) return fail(1, 'Proxmox’s answer about the token’s rights is not what its API says.');
    const known = versionSchema.safeParse(version.value);
    return report(url, tokenId, known.success ? known.data.version : '(unknown version)', permissions.data);
  } finally {
    proxmox.close();
  }
}

function report(
  url: string,
  tokenId: string,
  version: string,
  permissions: z.infer<typeof permissionsSchema>,
): CommandEnd {
  const rows = missingRights(permissions);
  const widest = Math.max(...rows.map(({ need }) => need.path.length));
  const table = rows.map(({ need, missing }) => {
    const state = missing.length === 0 ? 'ok     ' : 'MISSING';
    const which = missing.length === 0 ? need.privileges : missing;
    return `  ${state}  ${need.path.padEnd(widest)}  ${which.join(' ')}  (${need.use})`;
  });
  const head = `Proxmox VE ${version} at ${url}, as ${tokenId}:`;
  if (rows.every(({ missing }) => missing.length === 0))
    return { code: 0, out: [head, ...table, 'The token may do all that Wheelhouse asks of it.'].join('\n') };
  const cure = ['', 'Run this on a Proxmox node, as root:', ...pveumLines(tokenId).map((line) => `  ${line}`)];
  return { code: 1, out: [head, ...table, ...cure].join('\n') };
}
