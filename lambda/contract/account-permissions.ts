import type { Permission, PermissionScope } from './permission';

type AccountScope = Pick<PermissionScope, 'partition' | 'accountId'>;

const ACTIONS = 'https://docs.aws.amazon.com/service-authorization/latest/reference';

/** What it takes to read the workflows of an account: for the function in its own, for the member role in another. */
export const readWorkflows = ({ partition, accountId }: AccountScope): readonly Permission[] => [
  {
    sid: 'ListWorkflows',
    actions: ['imagebuilder:ListWorkflowBuildVersions', 'imagebuilder:ListWorkflows'],
    resources: ['*'],
    kind: 'call',
    reason:
      'A target is listed by one ListWorkflowBuildVersions without an ARN, or by ListWorkflows where that is refused. ListWorkflows knows no resource, and a call that names no version has none: hence *.',
    page: `${ACTIONS}/list_amazonec2imagebuilder.html`,
  },
  {
    sid: 'GetWorkflow',
    actions: ['imagebuilder:GetWorkflow'],
    resources: [`arn:${partition}:imagebuilder:*:${accountId}:workflow/*`],
    kind: 'call',
    reason:
      'The document, its parameters and its key come with GetWorkflow only. In every Region, and of every workflow of this account: hence the wildcards.',
    page: 'https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_GetWorkflow.html',
  },
];

export const listRegions = ({ partition, accountId }: AccountScope): Permission => ({
  sid: 'ListRegions',
  actions: ['account:ListRegions'],
  resources: [`arn:${partition}:account::${accountId}:account`],
  kind: 'call',
  reason: 'The Regions to collect are those that are enabled in this account when a run begins.',
  page: 'https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html',
});

/** Not kms:ViaService: AWS does not list Image Builder among the services that set it. */
export const decryptWorkflows = (
  { partition, accountId }: AccountScope,
  { keyArns, reason }: { readonly keyArns: readonly string[]; readonly reason: string },
): Permission => ({
  sid: 'DecryptWorkflows',
  actions: ['kms:Decrypt'],
  resources: keyArns,
  conditions: {
    StringLike: {
      'kms:EncryptionContext:aws:imagebuilder:arn': [`arn:${partition}:imagebuilder:*:${accountId}:workflow/*`],
    },
  },
  kind: 'on-behalf',
  reason,
  page: 'https://docs.aws.amazon.com/imagebuilder/latest/userguide/data-protection.html',
});
