import { Glyph } from '@/components/glyph/glyph';
import type { GlyphName } from '@/components/glyph/sprite';
import { counted } from '@/lib/format/number';
import type { GuestFirewallSpec, NicSpec } from '@/lib/spec/container';

/** The NICs: where each is plugged in, its address and gateway, and whether its filter can act. */
export function Network({ nics, firewall }: { nics: NicSpec[]; firewall: GuestFirewallSpec | null }) {
  const gateways = nics.filter((nic) => nic.gw !== undefined).length;
  return (
    <section aria-labelledby="network">
      <div className="mb-1.5 flex min-h-[26px] items-baseline gap-2.5">
        <h2 id="network" className="font-title text-13 text-ink">
          Network
        </h2>
        <span className="text-12 text-ink-3">
          {counted(nics.length, 'NIC')}
          {gateways > 1 && <span className="text-warn">, {gateways} default gateways</span>}
        </span>
      </div>
      {nics.length === 0 ? (
        <p className="room px-3.5 py-3 text-ink-3">It has no NIC: nothing reaches it over a network.</p>
      ) : (
        <ul className={`room grid overflow-hidden ${nics.length > 1 ? 'md:grid-cols-2' : ''}`}>
          {nics.map((nic) => (
            <Nic key={nic.id} nic={nic} firewall={firewall} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Nic({ nic, firewall }: { nic: NicSpec; firewall: GuestFirewallSpec | null }) {
  const filter = filterOf(nic, firewall);
  return (
    <li className="grid content-start gap-0.5 border-line border-t px-3.5 pt-[9px] pb-2.5 text-[12.5px] first:border-t-0 md:[&:nth-child(-n+2)]:border-t-0 md:[&:nth-child(even)]:border-l">
      <div className="flex items-baseline gap-1.5">
        <b>{nic.id}</b>
        <span className="text-ink-3">
          {nic.name} on {nic.bridge ?? 'no bridge'}
          {nic.vlan !== undefined && `, VLAN ${nic.vlan}`}
        </span>
        <span
          className={`ml-auto inline-flex items-center gap-[5px] whitespace-nowrap font-[500] text-[11.5px] ${filter.tone}`}
        >
          <Glyph name={filter.glyph} />
          {filter.word}
        </span>
      </div>
      <div className="font-mono text-ink">{nic.ip ?? 'no IPv4'}</div>
      {nic.ip6 !== undefined && <div className="font-mono text-ink">{nic.ip6}</div>}
      <div className="text-ink-3">
        {nic.gw === undefined ? (
          'no default gateway'
        ) : (
          <>
            gateway <code className="font-mono text-ink">{nic.gw}</code>
          </>
        )}
      </div>
      {nic.hwaddr !== undefined && <div className="font-mono text-11 text-ink-3">{nic.hwaddr}</div>}
    </li>
  );
}

/** Two of the three gates are the container's own; the cluster's is said among the findings. */
function filterOf(nic: NicSpec, firewall: GuestFirewallSpec | null): { glyph: GlyphName; tone: string; word: string } {
  const rules = firewall?.rules.length ?? 0;
  if (nic.firewall && firewall?.enable) return { glyph: 'gate-on', tone: 'text-ink-2', word: 'filter on' };
  if (rules > 0)
    return { glyph: 'gate-struck', tone: 'text-warn', word: nic.firewall ? 'firewall off' : 'rules, but filter off' };
  return { glyph: 'gate-off', tone: 'text-ink-3', word: 'filter off' };
}
