import type { Workflow, WorkflowSummary } from '../../lambda/source/image-builder';
import { FakeAccount } from '../../local/fake-image-builder/fake-account';
import type { WorkflowDefinition } from '../../local/fake-image-builder/fake-build';

export const ACCOUNT = '111122223333';

export const buildArn = (region: string, name: string, build = 1): string =>
  `arn:aws:imagebuilder:${region}:${ACCOUNT}:workflow/build/${name}/1.0.0/${build}`;

/** What somebody creates a build with, where a test cares for its name alone. */
export const definition = (name: string, members: Partial<WorkflowDefinition> = {}): WorkflowDefinition => ({
  name,
  version: '1.0.0',
  type: 'BUILD',
  data: 'schemaVersion: 1.0\nsteps: []\n',
  dateCreated: '2026-09-09T19:56:38.339Z',
  ...members,
});

/** That build as GetWorkflow describes it. */
export const workflow = (arn: string, members: Partial<Workflow> = {}): Workflow => ({
  ...definition(arn.split('/')[2] ?? ''),
  arn,
  owner: ACCOUNT,
  tags: {},
  ...members,
});

export const summaryOf = ({ data, kmsKeyId, parameters, ...summary }: Workflow): WorkflowSummary => summary;

/** An account by its Regions, and what was created in each, in that order. */
export const accountOf = (regions: Readonly<Record<string, readonly WorkflowDefinition[]>>): FakeAccount => {
  const account = new FakeAccount(ACCOUNT, Object.keys(regions));
  for (const [name, definitions] of Object.entries(regions))
    for (const each of definitions) account.region(name).create(each);
  return account;
};
