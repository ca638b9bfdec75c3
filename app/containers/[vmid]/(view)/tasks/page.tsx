import type { Metadata } from 'next';
import { ask } from '@/app/ask';
import { requireUser } from '@/app/session';
import { soon } from '@/app/soon';
import { Tasks } from '@/components/container/tasks';
import { loadContainer, type Params } from '../../load';

export const metadata: Metadata = { title: 'Tasks' };

export default async function TasksPage({ params }: Params) {
  await requireUser();
  const found = await loadContainer((await params).vmid);
  if (!found.ok) return null;
  const { vmid } = found.value;
  const tasks = await soon(ask('listTasks', { vmid }));
  return (
    <section aria-labelledby="tasks">
      <div className="mb-1.5 flex min-h-[26px] flex-wrap items-baseline gap-x-2.5">
        <h2 id="tasks" className="font-title text-13 text-ink">
          Tasks
        </h2>
        <span className="text-12 text-ink-3">Proxmox’s own list, newest first; each opens to its log</span>
      </div>
      <Tasks vmid={vmid} initial={tasks?.ok ? tasks.value : null} />
    </section>
  );
}
