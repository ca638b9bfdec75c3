import type { Metadata } from 'next';
import { ask } from '@/app/ask';
import { requireUser } from '@/app/session';
import { Findings } from '@/components/finding/findings';
import { EngineProblem } from '@/components/problem/engine-problem';

export const metadata: Metadata = { title: 'Findings' };

export default async function FindingsPage() {
  await requireUser();
  const findings = await ask('listFindings', {});
  return findings.ok ? (
    <Findings findings={findings.value.items} />
  ) : (
    <EngineProblem what="the findings" refusal={findings.error} />
  );
}
