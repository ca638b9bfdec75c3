import { type ReactNode, useId } from 'react';
import type { FieldError } from '@/lib/refusal';

export const inputClass =
  'w-full rounded-control border bg-panel px-2.5 text-13 text-ink placeholder:text-ink-3 transition-colors duration-(--tick)';

/** The border says it too: what is wrong, what is proposed, what is as it was. */
export const borderOf = (error: FieldError | undefined, changed: boolean): string =>
  error ? 'border-fault' : changed ? 'border-intent' : 'border-grip';

/** A label, its control, what it was, what it means, and what is wrong with it: always in this order, always in place. */
export function Field({
  label,
  unit,
  hint,
  was,
  error,
  children,
}: {
  label: string;
  unit?: string;
  hint?: ReactNode;
  /** What stood there before, when it was changed. */
  was: string | null;
  error: FieldError | undefined;
  children: (ids: { id: string; describedBy: string }) => ReactNode;
}) {
  const id = useId();
  const describedBy = `${id}-hint`;
  return (
    <div className="min-w-0">
      <div className="mb-[3px] flex items-baseline gap-2 text-12">
        <label htmlFor={id} className="text-ink-2">
          {label}
          {unit !== undefined && <span className="text-ink-3"> {unit}</span>}
        </label>
        {was !== null && (
          <span className="ml-auto truncate text-intent" title={was}>
            was {was === '' ? 'not set' : was}
          </span>
        )}
      </div>
      {children({ id, describedBy })}
      <p id={describedBy} className={`mt-[3px] min-h-[17px] text-12 ${error ? 'text-fault' : 'text-ink-3'}`}>
        {error ? (
          <>
            {error.given === 'nothing' ? 'Something must stand here' : `Not ${error.given}`}: {error.accepted}
          </>
        ) : (
          hint
        )}
      </p>
    </div>
  );
}
