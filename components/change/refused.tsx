import type { Refusal } from '@/lib/refusal';
import { hashGroups } from './hash-groups';

/** What was refused, said where it was asked for: what moved, which plan to look at now, Proxmox's own words. */
export function Refused({ refusal }: { refusal: Refusal }) {
  return (
    <div
      role="alert"
      className={`rounded-control px-3 py-2 text-12 text-ink-2 leading-[1.45] ${refusal.kind === 'stale-plan' ? 'bg-warn-wash' : 'bg-fault-wash'}`}
    >
      <p>{refusal.text}</p>
      {refusal.kind === 'stale-plan' && (
        <>
          <ul>
            {refusal.moved.map((moved) => (
              <li key={`${moved.vmid} ${moved.field}`}>
                <b>{moved.hostname}</b> {moved.label}: planned against {moved.planned}, now {moved.now}
              </li>
            ))}
          </ul>
          {refusal.planHash !== null && (
            <p>
              Review the new plan, <code className="font-mono text-ink">{hashGroups(refusal.planHash, 2)}</code>.
            </p>
          )}
        </>
      )}
      {refusal.kind === 'proxmox' && refusal.raw !== '' && (
        <code className="mt-1 block font-mono text-11 text-ink-3 [overflow-wrap:anywhere]">{refusal.raw}</code>
      )}
    </div>
  );
}
