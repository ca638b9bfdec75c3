import type { Refusal } from '@/lib/refusal';

/** What was refused, said where it was asked for. */
export function Refused({ refusal }: { refusal: Refusal }) {
  return (
    <div role="alert" className="rounded-control bg-fault-wash px-3 py-2 text-12 text-ink-2 leading-[1.45]">
      <p>{refusal.text}</p>
      {refusal.kind === 'stale-plan' && (
        <ul>
          {refusal.moved.map((moved) => (
            <li key={`${moved.vmid} ${moved.field}`}>
              {moved.hostname}, {moved.label}: planned {moved.planned}, now {moved.now}
            </li>
          ))}
        </ul>
      )}
      {refusal.kind === 'proxmox' && refusal.raw !== '' && (
        <code className="mt-1 block font-mono text-11 text-ink-3 [overflow-wrap:anywhere]">{refusal.raw}</code>
      )}
    </div>
  );
}
