import { callRunning } from '@/engine/cli/call-or-open';
import type { CommandContext, CommandEnd } from '@/engine/cli/command';
import { fail } from '@/engine/cli/fail';
import { readEnvironment } from '@/engine/environment';
import { type CheckedSelf, checkSelf } from '@/engine/proxmox/check-self';
import { connectProxmox } from '@/engine/proxmox/connect';
import { needText, trustText } from '@/lib/pve/self-check';

/**
 * Says what the token may in Proxmox, what is missing and how to give it. The running engine is asked, which has the
 * token; where none runs, Proxmox itself, with the token of the environment.
 */
export async function doctor(_args: string[], context: CommandContext): Promise<CommandEnd> {
  const { env, root } = context;
  const told = await callRunning('selfCheck', {}, context);
  if (told !== null) return told.ok ? ended(told.value) : fail(1, told.error.text);
  const environment = readEnvironment(env, root);
  if (!environment.ok) return fail(1, environment.error.join('\n'));
  const { tokenId, url } = environment.value.proxmox;
  const proxmox = connectProxmox({ ...environment.value.proxmox, log: () => undefined });
  try {
    const checked = await checkSelf(proxmox, tokenId, {});
    if (!checked.ok)
      return fail(1, `Proxmox at ${url} does not let us in (${checked.error.kind}): ${checked.error.text}`);
    return ended(checked.value);
  } finally {
    proxmox.close();
  }
}

const ended = (checked: CheckedSelf): CommandEnd => ({
  code: checked.cure.length === 0 ? 0 : 1,
  out: report(checked),
});

/** The same words as the page Settings, as a table. */
function report({ endpoint, certificate, version, tokenId, features, cure, verdict }: CheckedSelf): string {
  const facts = [
    ['Endpoint', endpoint],
    ['Version', `Proxmox VE ${version ?? '?'}`],
    ['Certificate', `${certificate.fingerprint ?? '?'}, ${trustText[certificate.trustedBy]}`],
    ['Token', tokenId],
  ].map(([name, value]) => `${name?.padEnd(12)}${value}`);
  const widest = Math.max(...features.map(({ name }) => name.length));
  const table = features.map(({ name, needs, missing }) => {
    const word = missing.length === 0 ? 'ok     ' : 'missing';
    return `  ${word}  ${name.padEnd(widest)}  ${needText(missing.length === 0 ? needs : missing)}`;
  });
  const mend = cure.length === 0 ? [] : ['', 'Run this on a node, as root:', ...cure.map((line) => `  ${line}`)];
  return [...facts, '', ...table, '', verdict, ...mend].join('\n');
}
