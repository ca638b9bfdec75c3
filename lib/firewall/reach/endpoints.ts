/** The addresses that the lab itself has: of each NIC, and of the host on each bridge. */
import { type Address, addressIn, type Family } from '@/lib/firewall/address';
import type { Lab } from '@/lib/firewall/model';
import type { Place } from '@/lib/firewall/packet';

export type Endpoint = { place: Place; address: Address['value'] };

/** NICs whose address is not known (`dhcp`, `auto`) are left out, unless `leased` knows it. */
export function endpointsOf(
  { guests, networks }: Lab,
  family: Family,
  leased: (vmid: number, nic: string) => string | undefined = () => undefined,
): Endpoint[] {
  const of = (place: Place, text: string | undefined): Endpoint[] => {
    const address = addressIn(text);
    return address?.family === family ? [{ place, address: address.value }] : [];
  };
  return [
    ...networks.flatMap(({ host, host6 }) => of({ kind: 'host' }, family === 4 ? host : host6)),
    ...guests.flatMap(({ vmid, nics }) =>
      nics.flatMap((nic) => {
        const place: Place = { kind: 'guest', vmid, nic: nic.id };
        const own = of(place, family === 4 ? nic.ip : nic.ip6);
        return own.length > 0 ? own : of(place, leased(vmid, nic.id));
      }),
    ),
  ];
}
