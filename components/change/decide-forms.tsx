import { useId, useState } from 'react';
import { Button } from '@/components/button/button';

/** Why a change is rejected. Opening it decides nothing. */
export function Reject({
  busy,
  onCancel,
  onReject,
}: {
  busy: boolean;
  onCancel: () => void;
  onReject: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  const field = useId();
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onReject(reason);
      }}
    >
      <label htmlFor={field} className="text-12">
        Why, for whoever proposed it <span className="text-ink-3">(may be empty)</span>
      </label>
      <textarea
        id={field}
        // biome-ignore lint/a11y/noAutofocus: it appears because its button was pressed
        autoFocus
        rows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        className="resize-y rounded-control border border-grip bg-panel px-2.5 py-1.5 text-13 text-ink"
      />
      <div className="grid grid-cols-2 gap-2">
        <Button onClick={onCancel}>Keep it open</Button>
        <Button type="submit" tone="no" disabled={busy}>
          Reject the change
        </Button>
      </div>
    </form>
  );
}

/** What must be typed before data is destroyed. */
export function Typed({ word, given, onChange }: { word: string; given: string; onChange: (word: string) => void }) {
  const field = useId();
  return (
    <div>
      <label htmlFor={field} className="text-12">
        Type <code className="font-mono text-ink">{word}</code> to go on
      </label>
      <input
        id={field}
        value={given}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        className="mt-[3px] h-[34px] w-full rounded-control border border-grip bg-panel px-2.5 font-mono text-13 text-ink"
      />
    </div>
  );
}
