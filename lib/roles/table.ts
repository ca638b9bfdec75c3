/**
 * Who may do what: the one table. Server actions, REST, RPC, streams and buttons all take their answer from `may`;
 * the engine decides, everybody else only asks.
 */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The least role of each verb. `anyone` needs no credential. */
export const leastRole = {
  signIn: 'anyone',
  demoSignIn: 'anyone',
  health: 'anyone',
  signOut: 'viewer',
  whoAmI: 'viewer',
  summary: 'viewer',
  listContainers: 'viewer',
  getContainer: 'viewer',
  getOperation: 'viewer',
  listOperations: 'viewer',
  listChanges: 'viewer',
  getChange: 'viewer',
  previewPlan: 'viewer',
  getHistory: 'viewer',
  listTasks: 'viewer',
  getTaskLog: 'viewer',
  listFindings: 'viewer',
  listActivity: 'viewer',
  listCommits: 'viewer',
  selfCheck: 'viewer',
  live: 'viewer',
  operateContainer: 'operator',
  proposeChange: 'operator',
  adoptLive: 'operator',
  rejectChange: 'operator',
  replanChange: 'operator',
  rollbackChange: 'operator',
  approveChange: 'admin',
  applyChange: 'admin',
  abortChange: 'admin',
  addUser: 'admin',
  createToken: 'admin',
} as const satisfies Record<string, Role | 'anyone'>;

export type Verb = keyof typeof leastRole;

/** Whether someone of this role (null: nobody signed in) may call the verb. */
export function may(role: Role | null, verb: Verb): boolean {
  const least = leastRole[verb];
  if (least === 'anyone') return true;
  return role !== null && roles.indexOf(role) >= roles.indexOf(least);
}
