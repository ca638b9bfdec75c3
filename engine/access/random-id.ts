import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as base64url. */
export const randomId = () => randomBytes(32).toString('base64url');

/** What is stored of a secret that is itself random: its SHA-256, in hex. A slow hash would gain nothing. */
export const hashId = (id: string) => createHash('sha256').update(id).digest('hex');
