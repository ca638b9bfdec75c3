import { formatAbout } from '@/lib/format/duration';
import type { Impact, Plan } from '@/lib/plan/plan';

/**
 * Who is interrupted, on one axis: the steps in their order. Every container that the plan touches has a row; a mark
 * where a step is about it, a block where it is down.
 */
export function Interrupted({ plan, interrupted }: { plan: Plan; interrupted: Impact['interrupted'] }) {
  const rows = [...new Map(plan.steps.map((step) => [step.vmid, step.hostname]))];
  if (rows.length === 0) return null;
  const column = 100 / plan.steps.length;
  return (
    <div className="mt-2.5 grid gap-1 text-12 md:pr-3.5 md:pl-[34px]">
      <div className="hidden grid-cols-[136px_minmax(0,1fr)_112px] gap-3.5 md:grid" aria-hidden="true">
        <span className="text-11 text-ink-3">step</span>
        <div className="relative h-[15px] text-11 text-ink-3">
          {plan.steps.map((step, index) => (
            <span key={step.id} className="-translate-x-1/2 absolute" style={{ left: `${(index + 0.5) * column}%` }}>
              {index + 1}
            </span>
          ))}
        </div>
      </div>
      <ul className="grid gap-1" aria-label="Who is interrupted">
        {rows.map(([vmid, hostname]) => {
          const down = interrupted.find((item) => item.vmid === vmid);
          const words = down
            ? down.seconds === null
              ? 'goes down'
              : `down ${formatAbout(down.seconds)}`
            : 'not interrupted';
          return (
            <li
              key={vmid}
              className="grid grid-cols-[84px_minmax(0,1fr)_auto] items-center gap-3.5 md:grid-cols-[136px_minmax(0,1fr)_112px]"
            >
              <span className="narrow truncate font-name text-ink" title={hostname}>
                {hostname}
              </span>
              <div className="relative h-4" aria-hidden="true">
                <span className="absolute inset-x-0 top-1.5 h-1 bg-fill" />
                {plan.steps.map((step, index) =>
                  step.vmid !== vmid ? null : step.effect === 'downtime' || step.effect === 'data' ? (
                    <span
                      key={step.id}
                      className="absolute inset-y-0 rounded-gate border border-warn bg-warn-wash"
                      style={{ left: `${index * column + column * 0.2}%`, width: `${column * 0.6}%` }}
                    />
                  ) : (
                    <span
                      key={step.id}
                      className="absolute top-0.5 h-3 w-0.5 bg-intent"
                      style={{ left: `calc(${(index + 0.5) * column}% - 1px)` }}
                    />
                  ),
                )}
              </div>
              <span className={down ? 'text-warn' : 'text-ink-3'}>{words}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
