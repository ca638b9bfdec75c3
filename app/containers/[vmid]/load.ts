/** The container that a page is about, asked for once by the page and its layout. */
import 'server-only';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ask } from '@/app/ask';
import type { ContainerDetail } from '@/engine/rpc/contract';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';

export type Params = { params: Promise<{ vmid: string }> };

export const loadContainer = cache(async (vmid: string): Promise<Result<ContainerDetail, Refusal>> => {
  if (!/^[1-9]\d{2,8}$/.test(vmid)) notFound();
  const found = await ask('getContainer', { vmid: Number(vmid) });
  if (!found.ok && found.error.kind === 'not-found') notFound();
  return found;
});
