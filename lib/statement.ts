import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Permission } from '../lambda/contract/permission';

/** The statement of a policy that says what a permission says. */
export const statementOf = (permission: Pick<Permission, 'sid' | 'actions' | 'resources' | 'conditions'>) =>
  new PolicyStatement({
    sid: permission.sid,
    actions: [...permission.actions],
    resources: [...permission.resources],
    ...(permission.conditions === undefined ? {} : { conditions: permission.conditions }),
  });
