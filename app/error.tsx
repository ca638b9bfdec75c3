'use client';

import { Button } from '@/components/button/button';
import { Notice } from '@/components/notice/notice';

/** A page that failed by a fault of ours; the shell around it goes on. */
export default function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Notice
      title="This page failed"
      raw={error.digest === undefined ? error.message : `digest ${error.digest}`}
      actions={
        <Button tone="go" onClick={reset}>
          Try again
        </Button>
      }
    >
      Drawing it failed; nothing in the lab was touched by that. What you asked for before goes on in the engine. If it
      fails again, the web's log has the reason under the digest below.
    </Notice>
  );
}
