import type { Metadata } from 'next';
import { ask } from '@/app/ask';
import { requireUser } from '@/app/session';
import { EngineProblem } from '@/components/problem/engine-problem';
import { ProxmoxSettings } from '@/components/settings/proxmox';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  await requireUser();
  const checked = await ask('selfCheck', {});
  return checked.ok ? (
    <ProxmoxSettings checked={checked.value} />
  ) : (
    <EngineProblem what="what Wheelhouse may do in Proxmox" refusal={checked.error} />
  );
}
