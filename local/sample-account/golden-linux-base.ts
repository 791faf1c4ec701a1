import type { WorkflowDefinition } from '../fake-image-builder/fake-build';
import { document } from './document';

const goldenLinuxBase = {
  name: 'golden-linux-base',
  type: 'BUILD',
  description: 'The base image that every Linux team starts from',
} as const;

const patchFirst = {
  name: 'patchFirst',
  type: 'boolean',
  defaultValue: ['true'],
  description: 'Whether to install updates before the components run',
};

const parametersOf2 = [
  patchFirst,
  {
    name: 'instanceTypes',
    type: 'stringList',
    defaultValue: ['m7g.large', 'm7g.xlarge'],
    description: 'Instance types to try, in this order',
  },
  {
    name: 'settleSeconds',
    type: 'integer',
    defaultValue: ['30'],
    description: 'How long to wait after the reboot',
  },
  { name: 'changeTicket', type: 'string', description: 'The ticket that asked for this image' },
];

const tags = { team: 'platform', 'cost-center': '4711' };

export const goldenLinuxBase100Build1: WorkflowDefinition = {
  ...goldenLinuxBase,
  version: '1.0.0',
  dateCreated: '2025-02-03T09:12:44.118Z',
  changeDescription: 'Initial version',
  data: document('golden-linux-base-1.0.0-1.yaml'),
  tags,
};

export const goldenLinuxBase100Build2: WorkflowDefinition = {
  ...goldenLinuxBase,
  version: '1.0.0',
  dateCreated: '2025-02-03T15:40:02.871Z',
  changeDescription: 'Sanitize the instance before the snapshot',
  data: document('golden-linux-base-1.0.0-2.yaml'),
  tags,
};

export const goldenLinuxBase110: WorkflowDefinition = {
  ...goldenLinuxBase,
  version: '1.1.0',
  dateCreated: '2025-09-18T11:05:31.006Z',
  changeDescription: 'Patch first; collect metadata',
  data: document('golden-linux-base-1.1.0.yaml'),
  parameters: [patchFirst],
  tags,
};

export const goldenLinuxBase200Build1: WorkflowDefinition = {
  ...goldenLinuxBase,
  version: '2.0.0',
  dateCreated: '2026-06-02T08:30:15.450Z',
  changeDescription: 'Graviton; choose instance types; name a change ticket',
  data: document('golden-linux-base-2.0.0-1.yaml'),
  parameters: parametersOf2,
  tags: { ...tags, stage: 'stable' },
};

/** Not in the account at first: it arrives between the two runs of the demo. */
export const goldenLinuxBase200Build2: WorkflowDefinition = {
  ...goldenLinuxBase,
  version: '2.0.0',
  dateCreated: '2026-11-21T16:22:09.731Z',
  changeDescription: 'Give the components two hours',
  data: document('golden-linux-base-2.0.0-2.yaml'),
  parameters: parametersOf2,
  tags: { ...tags, stage: 'stable' },
};

/** In the account of the data team, which leaves out a step. */
export const goldenLinuxBase200Copy: WorkflowDefinition = {
  ...goldenLinuxBase,
  version: '2.0.0',
  dateCreated: '2026-06-19T10:02:33.207Z',
  description: 'Copied from the platform team',
  data: document('golden-linux-base-2.0.0-copy.yaml'),
  parameters: parametersOf2,
  tags: { team: 'data' },
};
