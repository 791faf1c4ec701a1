import type { WorkflowDefinition } from '../fake-image-builder/fake-build';
import { document } from './document';
import {
  goldenLinuxBase100Build1,
  goldenLinuxBase100Build2,
  goldenLinuxBase110,
  goldenLinuxBase200Build1,
} from './golden-linux-base';

const PLATFORM_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1b2c3d4e-0000-4000-8000-5f6a7b8c9d0e';
/** Its policy does not let the collector decrypt. */
export const PAYMENTS_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/9f8e7d6c-0000-4000-8000-5b4a39281706';

export const smokeTest100: WorkflowDefinition = {
  name: 'smoke-test',
  version: '1.0.0',
  type: 'TEST',
  dateCreated: '2024-11-05T14:31:20.640Z',
  changeDescription: 'Terminate the instance afterwards',
  data: document('smoke-test-1.0.0.yaml'),
  tags: { team: 'platform' },
};

/** eu-west-1: where the platform team works. */
export const ireland: readonly WorkflowDefinition[] = [
  goldenLinuxBase100Build1,
  goldenLinuxBase100Build2,
  goldenLinuxBase110,
  goldenLinuxBase200Build1,
  {
    name: 'Windows_Server 2025 Base',
    version: '1.0.0',
    type: 'BUILD',
    dateCreated: '2026-03-11T13:47:58.203Z',
    description: 'Windows Server 2025, patched, generalised, encrypted with the platform key',
    data: document('windows-server-base.yaml'),
    kmsKeyId: PLATFORM_KEY,
    parameters: [
      {
        name: 'includeOptionalUpdates',
        type: 'boolean',
        defaultValue: ['false'],
        description: 'Also install the updates that Windows calls optional',
      },
    ],
    tags: { team: 'platform', licence: 'byol, datacenter' },
  },
  {
    name: 'container-runtime',
    version: '0.3.0',
    type: 'BUILD',
    dateCreated: '2025-11-27T07:59:59.999Z',
    changeDescription: 'Images of type DOCKER only',
    data: document('container-runtime.yaml'),
  },
  {
    name: 'CIS Level 1',
    version: '1.2.0',
    type: 'TEST',
    dateCreated: '2026-01-15T10:00:00.000Z',
    description: 'Refuses an image that fails the CIS benchmark, level 1',
    changeDescription: 'Raise the bar from 88 to 92 percent',
    data: document('cis-level-1.yaml'),
    parameters: [
      {
        name: 'minimumScore',
        type: 'integer',
        defaultValue: ['92'],
        description: 'Percent of the rules that must pass',
      },
    ],
    tags: { team: 'security', 'audit:control': 'CIS=1, PCI=2.2' },
  },
  {
    name: 'smoke-test',
    version: '0.9.0',
    type: 'TEST',
    dateCreated: '2024-02-29T23:59:59.999Z',
    data: document('smoke-test-0.9.0.yaml'),
    tags: { team: 'platform' },
  },
  smokeTest100,
  {
    name: 'Share with Organization',
    version: '1.0.0',
    type: 'DISTRIBUTION',
    dateCreated: '2026-02-19T16:08:37.555Z',
    data: document('share-with-organization.json'),
    parameters: [
      { name: 'sourceRegion', type: 'string', defaultValue: ['eu-west-1'] },
      {
        name: 'organizationalUnits',
        type: 'stringList',
        defaultValue: ['ou-a1b2-11111111', 'ou-a1b2-22222222'],
        description: 'Who may launch the image: "all" is not allowed, name them',
      },
    ],
    tags: { team: 'platform', 'managed by': 'cdk' },
  },
  {
    name: 'payments-signing-node',
    version: '3.1.4',
    type: 'BUILD',
    dateCreated: '2026-08-24T05:16:42.087Z',
    description: 'Signs settlement files',
    changeDescription: 'Yearly rebuild',
    data: document('payments-signing-node.yaml'),
    kmsKeyId: PAYMENTS_KEY,
    tags: { team: 'payments', classification: 'restricted' },
  },
];
