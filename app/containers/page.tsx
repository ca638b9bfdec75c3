import type { Metadata } from 'next';
import { requireUser } from '@/app/session';
import { Containers } from '@/components/table/containers';

export const metadata: Metadata = { title: 'Containers' };

export default async function ContainersPage() {
  await requireUser();
  return <Containers />;
}
