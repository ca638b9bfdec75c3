/** The container that a page is about, asked for once by the page and its layout. */
import 'server-only';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ask } from '@/app/ask';
import type { ContainerDetail } from '@/engine/rpc/contract';
import type { Refusal } from '@/lib/refusal';
import { err, type Result } from '@/lib/result';

export type Params = { params: Promise<{ vmid: string }> };

const findContainer = cache(async (vmid: string): Promise<Result<ContainerDetail, Refusal>> => {
  if (!/^[1-9]\d{2,8}$/.test(vmid)) return err({ kind: 'not-found', text: 'A container has a number from 100 on.' });
  return ask('getContainer', { vmid: Number(vmid) });
});

export async function loadContainer(vmid: string): Promise<Result<ContainerDetail, Refusal>> {
  const found = await findContainer(vmid);
  if (!found.ok && found.error.kind === 'not-found') notFound();
  return found;
}

/** Its name for the title, which must not end in a page that is not there. */
export async function containerName(vmid: string): Promise<string> {
  const found = await findContainer(vmid);
  return found.ok ? found.value.view.hostname : `Container ${vmid}`;
}
