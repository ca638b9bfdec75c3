/** Every verb of the contract with the use case that carries it out; the type leaves none out. */
import type { RpcVerb } from '@/engine/rpc/contract';
import { abortChange } from '@/engine/verbs/abort-change';
import { addUser } from '@/engine/verbs/add-user';
import { adoptLive } from '@/engine/verbs/adopt-live';
import { applyChange } from '@/engine/verbs/apply-change';
import { approveChange } from '@/engine/verbs/approve-change';
import { createToken } from '@/engine/verbs/create-token';
import { demoSignIn } from '@/engine/verbs/demo-sign-in';
import { getChange } from '@/engine/verbs/get-change';
import { getContainer } from '@/engine/verbs/get-container';
import { getHistory } from '@/engine/verbs/get-history';
import { getOperation } from '@/engine/verbs/get-operation';
import { getTaskLog } from '@/engine/verbs/get-task-log';
import { health } from '@/engine/verbs/health';
import { listActivity } from '@/engine/verbs/list-activity';
import { listChanges } from '@/engine/verbs/list-changes';
import { listCommits } from '@/engine/verbs/list-commits';
import { listContainers } from '@/engine/verbs/list-containers';
import { listFindings } from '@/engine/verbs/list-findings';
import { listOperations } from '@/engine/verbs/list-operations';
import { listTasks } from '@/engine/verbs/list-tasks';
import { operateContainer } from '@/engine/verbs/operate-container';
import { previewPlan } from '@/engine/verbs/preview-plan';
import { proposeChange } from '@/engine/verbs/propose-change';
import { rejectChange } from '@/engine/verbs/reject-change';
import { replanChange } from '@/engine/verbs/replan-change';
import { rollbackChange } from '@/engine/verbs/rollback-change';
import { selfCheck } from '@/engine/verbs/self-check';
import { signIn } from '@/engine/verbs/sign-in';
import { signOut } from '@/engine/verbs/sign-out';
import { summary } from '@/engine/verbs/summary';
import type { AccessVerb, Verb } from '@/engine/verbs/verb';
import { whoAmI } from '@/engine/verbs/who-am-i';

type OnlyAccess = 'addUser' | 'createToken' | 'signIn' | 'demoSignIn' | 'signOut' | 'whoAmI';

export const registry: { [V in RpcVerb]: V extends OnlyAccess ? AccessVerb<V> : Verb<V> } = {
  signIn,
  demoSignIn,
  signOut,
  whoAmI,
  health,
  summary,
  listContainers,
  getContainer,
  operateContainer,
  getOperation,
  listOperations,
  previewPlan,
  proposeChange,
  adoptLive,
  listChanges,
  getChange,
  replanChange,
  approveChange,
  rejectChange,
  applyChange,
  abortChange,
  rollbackChange,
  getHistory,
  listTasks,
  getTaskLog,
  listFindings,
  listActivity,
  listCommits,
  selfCheck,
  addUser,
  createToken,
};
