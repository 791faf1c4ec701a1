import type { RunRequest } from '../run-request';
import type { Members } from '../source/aws/member-accounts';
import type { AccountSettings } from './environment-accounts';

/** How a run enters other accounts than the function's own; undefined where it reads none. */
export const membersOf = ({
  accountId,
  scheduledTime,
  memberRole,
  externalId,
  organizationRole,
}: RunRequest & AccountSettings): Members | undefined =>
  memberRole === undefined
    ? undefined
    : { accountId, roleName: memberRole, externalId, organizationRole, run: scheduledTime };
