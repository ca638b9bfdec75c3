import { Glyph } from '@/components/glyph/glyph';
import type { SelfCheckAnswer } from '@/engine/rpc/contract';
import { needText } from '@/lib/pve/self-check';

type Feature = SelfCheckAnswer['features'][number];

/** What each feature needs, and whether the token has it. What is missing says what follows from that. */
export function Features({ features }: { features: Feature[] }) {
  const missing = features.filter((feature) => feature.missing.length > 0).length;
  return (
    <section aria-labelledby="may" className="min-w-0">
      <div className="mb-1.5 flex min-h-[26px] items-baseline gap-2.5">
        <h2 id="may" className="font-title text-13 text-ink">
          What it may
        </h2>
        <span className="text-12 text-ink-3">
          {features.length} features{missing > 0 && <span className="text-warn">, {missing} without their rights</span>}
        </span>
      </div>
      <div className="room overflow-hidden">
        <table className="w-full max-md:block">
          <thead className="max-md:sr-only">
            <tr className="text-left text-12 text-ink-3 [&>th]:px-3.5 [&>th]:py-[7px] [&>th]:font-text">
              <th scope="col">To</th>
              <th scope="col">Needs</th>
              <th scope="col" className="w-[92px]">
                Now
              </th>
            </tr>
          </thead>
          <tbody className="max-md:block">
            {features.map((feature) => (
              <Row key={feature.id} feature={feature} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ feature: { name, kind, needs, missing, without } }: { feature: Feature }) {
  const lacks = missing.length > 0;
  return (
    <tr
      className={`border-line border-t align-top max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:first:border-t-0 [&>*]:px-3.5 [&>*]:py-[7px] ${lacks ? 'bg-warn-wash' : ''}`}
    >
      <th scope="row" className="text-left font-text">
        <span className="text-ink">{kind === 'see' ? `See: ${lower(name)}` : name}</span>
        {lacks && <span className="mt-0.5 block text-12">{without}</span>}
      </th>
      <td className="max-md:order-3 max-md:col-span-2 max-md:pt-0!">
        <code className="font-mono text-ink-3 [overflow-wrap:anywhere]">{needText(lacks ? missing : needs)}</code>
      </td>
      <td className="whitespace-nowrap">
        {lacks ? (
          <span className="text-warn">
            <Glyph name="unsound" /> missing
          </span>
        ) : (
          <span className="text-proof">
            <Glyph name="check" /> ok
          </span>
        )}
      </td>
    </tr>
  );
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
