/** The accounts of a fresh lab: root, and the user and token with which Wheelhouse works. */
import { builtinRoles, wheelhouseRole } from '@/simulator/state/roles';
import type { State } from '@/simulator/state/state';

export const wheelhouseUser = 'wheelhouse@pve';
export const wheelhouseTokenId = 'engine';

type Access = Pick<State, 'users' | 'groups' | 'roles' | 'acl' | 'realms'>;

export function standardAccess(tokenSecret: string): Access {
  return {
    users: [
      { userid: 'root@pam', enable: true, expire: 0, password: 'wheelhouse-demo', tokens: [], groups: [] },
      {
        userid: wheelhouseUser,
        enable: true,
        expire: 0,
        password: null,
        comment: 'Wheelhouse engine',
        groups: [],
        tokens: [{ tokenid: wheelhouseTokenId, secret: tokenSecret, privsep: false, expire: 0 }],
      },
    ],
    groups: [],
    roles: allRoles({ Wheelhouse: wheelhouseRole }),
    acl: [{ path: '/', type: 'user', ugid: wheelhouseUser, roleid: 'Wheelhouse', propagate: true }],
    realms: [
      { realm: 'pam', type: 'pam', comment: 'Linux PAM standard authentication' },
      { realm: 'pve', type: 'pve', comment: 'Proxmox VE authentication server' },
    ],
  };
}

/** The built-in roles, and these. */
export function allRoles(custom: Record<string, string[]>): State['roles'] {
  const of = (roles: Record<string, string[]>, builtin: boolean) =>
    Object.fromEntries(Object.entries(roles).map(([name, privileges]) => [name, { privileges, builtin }]));
  return { ...of(builtinRoles('8'), true), ...of(custom, false) };
}
