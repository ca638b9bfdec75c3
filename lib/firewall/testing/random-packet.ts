/** Random packets for property tests: between the lab's own addresses and some beyond, mostly at the ends of something. */
import type { Family } from '@/lib/firewall/address';
import type { Packet } from '@/lib/firewall/packet';
import type { Service } from '@/lib/firewall/reach/axis';
import type { Endpoint } from '@/lib/firewall/reach/endpoints';
import type { Random } from '@/lib/firewall/testing/random-lab';

/** Machines beyond the host, on both bridges. */
export const beyond = (family: Family): Endpoint[] =>
  (family === 4 ? [0x0a010107n, 0xc6336401n, 0x0a02ff07n] : [0xfd01n << 112n, (0xfd02n << 112n) | 99n]).map(
    (address, index) => ({ place: { kind: 'outside', bridge: `vmbr${index % 2}` }, address }),
  );

const tellingPorts = [
  0, 21, 22, 23, 43, 53, 67, 68, 79, 80, 137, 138, 443, 445, 546, 1024, 1900, 8000, 8100, 8101,
] as const;
const icmpTypes = [0, 1, 3, 8, 11, 13, 128, 129, 133, 134, 135, 136, 137] as const;

export function randomService(r: Random, family: Family): Service {
  const port = () => (r.chance(0.7) ? r.pick(tellingPorts) : r.below(65536));
  const proto = r.pick([6, 6, 17, family === 4 ? 1 : 58, 132, 47, 51, 2]);
  if (proto === 6 || proto === 17 || proto === 132) return { proto, sport: port(), dport: port() };
  const isIcmp = proto === 1 || proto === 58;
  return { proto, sport: 0, dport: isIcmp ? r.pick(icmpTypes) * 256 + r.below(5) : 0 };
}

export const packetBetween = (family: Family, source: Endpoint, target: Endpoint, service: Service): Packet => ({
  from: source.place,
  to: target.place,
  family,
  source: source.address,
  dest: target.address,
  ...service,
});
