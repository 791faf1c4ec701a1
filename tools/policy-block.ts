import type { Permission } from '../lambda/contract/permission';

/** A statement of a policy; one that has no name is granted with others. */
export type Statement = Pick<Permission, 'actions' | 'resources' | 'conditions'> & { readonly sid?: string };

/** An IAM policy to paste, as a block of a document. */
export const policyBlock = (statements: readonly Statement[]): string => {
  const Statement = statements.map(({ sid, actions, resources, conditions }) => ({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(conditions === undefined ? {} : { Condition: conditions }),
  }));
  return jsonBlock({ Version: '2012-10-17', Statement });
};

/** JSON to paste, as a block of a document. */
export const jsonBlock = (value: unknown): string => ['```json', JSON.stringify(value, null, 2), '```'].join('\n');
