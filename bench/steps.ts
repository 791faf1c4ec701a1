import { load } from 'js-yaml';
import { stepRows } from '../lambda/steps/step-rows';

/*
 * A document to its rows of steps, beside the bare parser on the same text. tsx steps yaml|json STEPS ROUNDS
 */

const [syntax = 'yaml', ...counts] = process.argv.slice(2);
const [steps = 6, rounds = 30] = counts.map(Number);
const DOCUMENTS_A_ROUND = 200;

const yamlStep = (index: number): string => `
  - name: Step${index}
    action: RunCommand
    onFailure: Abort
    timeoutSeconds: 3600
    if:
      stringEquals: linux
      value: $.imagebuilder.platform
    inputs:
      instanceId.$: $.stepOutputs.Launch.instanceId
      documentName: AWS-RunShellScript
      parameters:
        commands:
          - echo "step ${index}" && exit 0`;

const jsonStep = (index: number) => ({
  name: `Step${index}`,
  action: 'RunCommand',
  onFailure: 'Abort',
  timeoutSeconds: 3600,
  if: { stringEquals: 'linux', value: '$.imagebuilder.platform' },
  inputs: {
    'instanceId.$': '$.stepOutputs.Launch.instanceId',
    documentName: 'AWS-RunShellScript',
    parameters: { commands: [`echo "step ${index}" && exit 0`] },
  },
});

/** A number of its own in each, so that nothing is read twice. */
const documentOf = (seed: number): string => {
  const indexes = Array.from({ length: steps }, (_, index) => seed * steps + index);
  return syntax === 'json'
    ? JSON.stringify({ name: 'bench', schemaVersion: 1.0, steps: indexes.map(jsonStep) })
    : `name: bench\nschemaVersion: 1.0\nsteps:${indexes.map(yamlStep).join('')}\n`;
};

const workflow = {
  arn: 'arn:aws:imagebuilder:eu-west-1:111122223333:workflow/build/bench/1.0.0/1',
  account_id: '111122223333',
  region: 'eu-west-1',
  name: 'bench',
  type: 'BUILD',
  version: '1.0.0',
};

const ours = (data: string): number => stepRows({ ...workflow, data }).length;

const bare = (data: string): number => [load(data)].length;

const millisecondsOf = (documents: readonly string[], read: (data: string) => number): number => {
  const started = performance.now();
  let rows = 0;
  for (const data of documents) rows += read(data);
  if (rows < documents.length) throw new Error('a document gave nothing');
  return (performance.now() - started) / documents.length;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const times = { bare: [] as number[], ours: [] as number[] };
for (let round = 0; round < rounds; round++) {
  const documents = Array.from({ length: DOCUMENTS_A_ROUND }, (_, index) => documentOf(round * 1000 + index));
  times.bare.push(millisecondsOf(documents, bare));
  times.ours.push(millisecondsOf(documents, ours));
}
const [bareMilliseconds, milliseconds] = [median(times.bare), median(times.ours)];
console.log(
  JSON.stringify({
    kilobytes: documentOf(0).length / 1e3,
    milliseconds,
    bareMilliseconds,
    perSecond: 1000 / milliseconds,
    ratio: milliseconds / bareMilliseconds,
  }),
);
