import type { WorkflowDefinition } from '../fake-image-builder/fake-build';
import { document } from './document';
import { goldenLinuxBase200Build1 } from './golden-linux-base';

const driverBranch = (branch: string) => ({
  name: 'driverBranch',
  type: 'string',
  defaultValue: [branch],
  description: 'Branch of the graphics driver',
});

const gpuTrainingNode = {
  name: 'gpu-training-node',
  version: '1.0.0',
  type: 'BUILD',
  description: 'Drivers, CUDA and a container runtime for the training fleet',
} as const;

/** us-east-1: where images are tested, released and copied from. */
export const virginia: readonly WorkflowDefinition[] = [
  { ...goldenLinuxBase200Build1, dateCreated: '2026-06-02T08:41:50.912Z' },
  {
    ...gpuTrainingNode,
    dateCreated: '2026-04-07T18:20:11.300Z',
    data: document('gpu-training-node-1.yaml'),
    parameters: [driverBranch('570')],
    tags: { team: 'ml' },
  },
  {
    ...gpuTrainingNode,
    dateCreated: '2026-10-01T17:02:48.219Z',
    changeDescription: 'Driver branch 580',
    data: document('gpu-training-node-2.yaml'),
    parameters: [driverBranch('580')],
    tags: { team: 'ml', stage: 'beta' },
  },
  {
    name: 'vulnerability-gate',
    version: '2.10.0',
    type: 'TEST',
    dateCreated: '2026-09-09T19:56:38.339Z',
    description: 'Waits for the scanner, then asks a state machine whether the findings are acceptable',
    changeDescription: 'Strict mode',
    data: document('vulnerability-gate.yaml'),
    parameters: [
      {
        name: 'blockOn',
        type: 'stringList',
        defaultValue: ['CRITICAL', 'HIGH'],
        description: 'Severities that stop the image',
      },
    ],
    tags: { team: 'security', stage: 'trial' },
  },
  {
    name: 'Approval Gate',
    version: '1.0.0',
    type: 'TEST',
    dateCreated: '2025-05-22T12:00:07.045Z',
    data: document('approval-gate.yaml'),
  },
  {
    name: 'distribute-and-announce',
    version: '1.4.0',
    type: 'DISTRIBUTION',
    dateCreated: '2026-07-30T21:33:26.774Z',
    description: 'Copies the image, updates the launch template, and writes the parameter that others read',
    data: document('distribute-and-announce.yaml'),
    kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:alias/image-releases',
    parameters: [
      {
        name: 'parameterName',
        type: 'string',
        defaultValue: ['/golden/linux/latest'],
        description: 'Systems Manager parameter that holds the newest image ID',
      },
    ],
    tags: { team: 'platform', channel: 'stable' },
  },
];
