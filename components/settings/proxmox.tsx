import type { ReactNode } from 'react';
import { CopyLines } from '@/components/settings/copy-lines';
import { Features } from '@/components/settings/features';
import type { SelfCheckAnswer } from '@/engine/rpc/contract';
import { trustText } from '@/lib/pve/self-check';

/** Which Proxmox this is, by what it is trusted, and what the token may; the command line's `doctor` says the same. */
export function ProxmoxSettings({ checked }: { checked: SelfCheckAnswer }) {
  const { endpoint, certificate, version, tokenId, features, cure, verdict } = checked;
  return (
    <>
      <h1 className="mb-3.5 font-value text-19 text-ink leading-[1.3] tracking-[-0.008em]">{verdict}</h1>
      <div className="grid items-start gap-x-[22px] gap-y-5 xl:grid-cols-[minmax(0,1.18fr)_minmax(0,1fr)]">
        <Features features={features} />
        <div className="grid min-w-0 gap-y-5 max-xl:-order-1">
          <section aria-labelledby="proxmox">
            <Heading id="proxmox" name="Proxmox" note="set by the environment, asked just now" />
            <dl className="room overflow-hidden">
              <Fact name="Endpoint">
                <code className="font-mono text-ink">{endpoint}</code>
              </Fact>
              <Fact name="Version">
                <span className="font-value text-ink">{version === null ? '?' : `Proxmox VE ${version}`}</span>
              </Fact>
              <Fact name="Certificate">
                {trustText[certificate.trustedBy]}
                <code className="mt-0.5 block font-mono text-ink [overflow-wrap:anywhere]">
                  {(certificate.fingerprint ?? '?').split(/(?<=:)/).map((pair, index) => (
                    // Pairs repeat, and never move.
                    // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
                    <span key={index}>
                      {pair}
                      <wbr />
                    </span>
                  ))}
                </code>
              </Fact>
              <Fact name="Token">
                <code className="font-mono text-ink">{tokenId}</code>
              </Fact>
            </dl>
          </section>
          {cure.length > 0 && (
            <section aria-labelledby="mend">
              <Heading id="mend" name="Give it what is missing" note="as root, on a node" />
              <CopyLines lines={cure} />
              <p className="mt-2 text-12 text-ink-3">
                In Proxmox a role on a deeper path takes the place of the inherited ones, so each path is given all of
                its roles. Afterwards load this page again, or run{' '}
                <code className="font-mono">npx wheelhouse doctor</code>.
              </p>
            </section>
          )}
        </div>
      </div>
    </>
  );
}

function Heading({ id, name, note }: { id: string; name: string; note: string }) {
  return (
    <div className="mb-1.5 flex min-h-[26px] items-baseline gap-2.5">
      <h2 id={id} className="font-title text-13 text-ink">
        {name}
      </h2>
      <span className="text-12 text-ink-3">{note}</span>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 border-line border-t px-3.5 py-[7px] first:border-t-0">
      <dt className="text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
