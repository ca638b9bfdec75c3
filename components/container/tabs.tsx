'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const tabs = [
  { path: '', name: 'Overview' },
  { path: '/spec', name: 'Spec' },
  { path: '/tasks', name: 'Tasks' },
  { path: '/history', name: 'History' },
];

export function Tabs({ vmid }: { vmid: number }) {
  const path = usePathname();
  return (
    <nav aria-label="Container" className="mt-[11px] mb-[13px] flex gap-3.5 border-line border-b md:gap-5">
      {tabs.map((tab) => {
        const href = `/containers/${vmid}${tab.path}`;
        return (
          <Link
            key={href}
            href={href}
            aria-current={path === href ? 'page' : undefined}
            className="-mb-px border-transparent border-b-2 grid min-h-11 min-w-11 place-items-center pb-0 font-value md:min-h-0 md:min-w-0 md:pb-2 text-ink-3 hover:text-ink aria-[current=page]:border-intent aria-[current=page]:font-name aria-[current=page]:text-ink md:pt-0"
          >
            {tab.name}
          </Link>
        );
      })}
    </nav>
  );
}
