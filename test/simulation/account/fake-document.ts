import { DOCUMENT_MARKER } from './fake-build';

/** A document with one step, two, or none, or one that cannot be read; no two builds of one ARN have the same. */
export const fakeDocument = (generation: number, createdAt: number): string => {
  const step = (name: string) =>
    `  - { name: ${name}, action: WaitForAction, inputs: { payload: ${DOCUMENT_MARKER} at ${createdAt} } }\n`;
  const steps = [
    'steps: []\n',
    `steps:\n${step('First')}`,
    `steps:\n${step('First')}${step('Second')}`,
    `steps: [${DOCUMENT_MARKER}\n`,
  ];
  return `# ${DOCUMENT_MARKER}\ngeneration: ${generation}\nat: ${createdAt}\n${steps[createdAt % steps.length]}`;
};
