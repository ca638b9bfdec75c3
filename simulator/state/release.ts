/** Which Proxmox VE the simulated one is: what its version says, and what a node and its accounts have from it. */
import type { Release } from '@/simulator/interface/interface';
import { builtinRoles, privilegesIn } from '@/simulator/state/roles';
import type { State } from '@/simulator/state/state';

export const releaseOf = (state: State): Release => (/^\d+/.exec(state.version.release)?.[0] === '9' ? '9' : '8');

const versions: Record<Release, State['version']> = {
  '8': { version: '8.4.21', release: '8.4', repoid: '2606ac85fc6c1d39' },
  '9': { version: '9.2.1', release: '9.2', repoid: '7a2b3c4d5e6f7081' },
};

/** Makes the state one of this release, as an upgrade would; one that is of it already stays as it is. */
export function asRelease(state: State, release: Release | undefined): State {
  if (release && releaseOf(state) !== release) state.version = { ...versions[release] };
  const current = releaseOf(state);
  if (current === '9') for (const node of state.nodes) node.cgroupMode = 2;
  const known = new Set(privilegesIn(current));
  for (const [name, role] of Object.entries(state.roles))
    role.privileges = role.builtin
      ? (builtinRoles(current)[name] ?? role.privileges)
      : role.privileges.filter((one) => known.has(one));
  return state;
}
