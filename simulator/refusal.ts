/**
 * What the simulated Proxmox refuses with: a status, a message, and perhaps a map of parameters.
 *
 * Proxmox is written in Perl and dies from any depth with a text that becomes the answer, or the end of a task. The
 * simulator throws for the same reason: a refusal passes through locks and workers unchanged.
 */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors?: Record<string, string>,
  ) {
    super(message);
  }
}

/** Proxmox's plain `die`: a 500 with the text. */
export const die = (message: string): never => {
  throw new Refused(500, message);
};

/** `raise_param_exc`: a 400 with one text for each parameter. */
export const badParameters = (errors: Record<string, string>): never => {
  throw new Refused(400, 'Parameter verification failed.', errors);
};

/** `raise_perm_exc`: a 403, which mostly says what was missing. */
export const forbidden = (what?: string): never => {
  throw new Refused(403, what ? `Permission check failed (${what})` : 'Permission check failed');
};
