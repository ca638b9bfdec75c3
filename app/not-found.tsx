import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '@/components/button/button';
import { Notice } from '@/components/notice/notice';

export const metadata: Metadata = { title: 'Nothing here' };

export default function NotFound() {
  return (
    <Notice
      title="There is nothing here"
      actions={
        <>
          <Link href="/" className={buttonClass('go')}>
            Open the overview
          </Link>
          <Link href="/containers" className={buttonClass()}>
            Find a container
          </Link>
        </>
      }
    >
      The address names no page, or what it named is gone. ⌘K finds every container and page.
    </Notice>
  );
}
