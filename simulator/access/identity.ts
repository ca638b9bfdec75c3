/**
 * Who a request comes from: an API token, a ticket cookie with its CSRF token, or nobody (FACTS §2). What is wrong
 * with credentials is told in the reason phrase of an empty 401 only.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { decode } from '@/simulator/http/read-parameters';
import type { State, Token, User } from '@/simulator/state/state';

export type Identity = {
  userid: string;
  /** Null for a ticket. */
  token: Token | null;
  /** `user@realm` or `user@realm!token`: how tasks and permission checks name the caller. */
  authid: string;
};

export type Unauthorized = { unauthorized: string };

export const isRootTicket = (identity: Identity) => identity.userid === 'root@pam' && identity.token === null;

const ticketLifetimeSeconds = 7200;

/** Tickets and CSRF tokens, signed with a key that lives as long as the process. */
export type Tickets = { ticket(userid: string, now: number): string; csrf(userid: string, now: number): string } & {
  userOf(ticket: string, now: number): string | null;
  checkCsrf(userid: string, token: string, now: number): boolean;
};

export function createTickets(key: Buffer): Tickets {
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64').replace(/=+$/, '');
  const hex = (now: number) => Math.floor(now).toString(16).toUpperCase().padStart(8, '0');
  const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
  const fresh = (time: string, now: number) => Math.abs(now - Number.parseInt(time, 16)) < ticketLifetimeSeconds;
  return {
    ticket: (userid, now) => `PVE:${userid}:${hex(now)}::${sign(`PVE:${userid}:${hex(now)}`)}`,
    csrf: (userid, now) => `${hex(now)}:${sign(`CSRF:${userid}:${hex(now)}`)}`,
    userOf(ticket, now) {
      const match = /^(PVE:([^:]+):([0-9A-F]{8}))::(.+)$/.exec(ticket);
      if (!match) return null;
      const [, body = '', userid = '', time = '', signature = ''] = match;
      return same(sign(body), signature) && fresh(time, now) ? userid : null;
    },
    checkCsrf(userid, token, now) {
      const match = /^([0-9A-F]{8}):(.+)$/.exec(token);
      if (!match) return false;
      const [, time = '', signature = ''] = match;
      return same(sign(`CSRF:${userid}:${time}`), signature) && fresh(time, now);
    },
  };
}

/** The caller of a request; `null` when there are no credentials at all. */
export function identify(
  request: { method: string; authorization?: string; cookie?: string; csrf?: string },
  state: State,
  tickets: Tickets,
  now: number,
): Identity | Unauthorized | null {
  const header = /^PVEAPIToken[= ](.+)$/.exec(request.authorization ?? '');
  if (header) return fromToken(header[1] ?? '', state, now);
  const cookie = /(?:^|;\s*)PVEAuthCookie=([^;]*)/.exec(request.cookie ?? '');
  if (!cookie) return null;
  const userid = tickets.userOf(decode((cookie[1] ?? '').replace(/\+/g, '%2B')), now);
  const user = userid ? state.users.find((one) => one.userid === userid) : undefined;
  if (!user || !isEnabled(user, now)) return { unauthorized: 'Authentication failed!' };
  if (request.method !== 'GET' && !tickets.checkCsrf(user.userid, request.csrf ?? '', now))
    return { unauthorized: 'Permission denied - invalid csrf token' };
  return { userid: user.userid, token: null, authid: user.userid };
}

function fromToken(text: string, state: State, now: number): Identity | Unauthorized {
  const failed = { unauthorized: 'Authentication failed!' };
  const match = /^([^!]+)!([^=]+)=(.+)$/.exec(text);
  const user = match ? state.users.find((one) => one.userid === match[1]) : undefined;
  const token = user?.tokens.find((one) => one.tokenid === match?.[2]);
  if (!match || !user || !token || token.secret !== match[3]) return failed;
  if (!isEnabled(user, now) || (token.expire && token.expire < now)) return failed;
  return { userid: user.userid, token, authid: `${user.userid}!${token.tokenid}` };
}

export const isEnabled = (user: User, now: number) => user.enable && !(user.expire && user.expire < now);
