'use client';

import './globals.css';
import { Button } from '@/components/button/button';
import { Notice } from '@/components/notice/notice';

/** When even the shell failed. */
export default function EverythingFailed({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main>
          <Notice
            title="Wheelhouse failed to draw itself"
            raw={error.digest === undefined ? error.message : `digest ${error.digest}`}
            actions={
              <Button tone="go" onClick={() => location.reload()}>
                Load again
              </Button>
            }
          >
            The web failed; the engine, and what runs in it, does not need this page. If it fails again, the web's log
            has the reason under the digest below.
          </Notice>
        </main>
      </body>
    </html>
  );
}
