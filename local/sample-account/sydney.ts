import type { WorkflowDefinition } from '../fake-image-builder/fake-build';
import { document } from './document';

/** ap-southeast-2: a small office that writes whatever it likes into its tags. */
export const sydney: readonly WorkflowDefinition[] = [
  {
    name: 'Edge_Kiosk',
    version: '0.1.0',
    type: 'BUILD',
    dateCreated: '2026-05-05T03:04:05.006Z',
    description: 'The pillars in the foyer – “do not reboot” ☕',
    changeDescription: 'First try,\nsecond thoughts',
    data: document('edge-kiosk.yaml'),
    parameters: [
      {
        name: 'greeting',
        type: 'string',
        defaultValue: ['G\'day, "guest"; tap => to start, \\o/'],
        description: 'First line on the screen',
      },
    ],
    tags: {
      'team:owner=who': 'Zoë, "the boss"',
      motto: 'tap => "start", \\o/',
      note: 'line 1\nline 2 🚀',
      'Cost Center': '',
      sql: "'; DROP TABLE workflow; --",
      nothing: 'NULL',
    },
  },
  {
    name: 'Kiosk Smoke',
    version: '0.1.0',
    type: 'TEST',
    dateCreated: '2026-05-05T03:10:00.000Z',
    data: document('smoke-test-1.0.0.yaml'),
  },
  {
    name: 'kiosk-rollout',
    version: '0.1.0',
    type: 'DISTRIBUTION',
    dateCreated: '2026-05-06T22:15:30.500Z',
    changeDescription: 'Wait for closing time',
    data: document('kiosk-rollout.yaml'),
    tags: { team: 'office-it' },
  },
];
