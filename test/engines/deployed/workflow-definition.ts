import type { WorkflowDefinition } from '../../../local/fake-image-builder/fake-build';

/** A workflow of that name, about which nothing is special. */
export const workflowCalled = (name: string, data = 'name: x'): WorkflowDefinition => ({
  name,
  version: '1.0.0',
  type: 'BUILD',
  data,
  dateCreated: '2026-11-01T00:00:00.000Z',
});
