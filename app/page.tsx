import type { Metadata } from 'next';
import { requireUser } from '@/app/session';
import { Overview } from '@/components/overview/overview';

export const metadata: Metadata = { title: { absolute: 'Overview · Wheelhouse' } };

/** Is all well, what needs me, what is every container doing. */
export default async function OverviewPage() {
  await requireUser();
  return <Overview />;
}
