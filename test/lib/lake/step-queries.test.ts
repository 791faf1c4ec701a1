import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lambda/clock';
import { run } from '../../../lambda/run';
import { STEP_QUERIES } from '../../../lib/lake/queries/step-queries';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import type { WorkflowDefinition } from '../../../local/fake-image-builder/fake-build';
import { openDirectoryLake } from '../../../local/lake/directory-lake';
import { hostileDocuments } from '../../engines/trino/hostile-documents';
import { ACCOUNT, accountOf, definition } from '../../fakes/account';
import { AccountSource } from '../../fakes/account-source';
import { at } from '../../fakes/scheduled-time';
import { FALSE_ALARMS, SECRETS } from '../../fakes/secrets';
import { type AthenaLike, openAsAthena } from './athena-in-duckdb';
import { valuesWithin } from './values-within';

const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;

const folder = mkdtempSync(join(tmpdir(), 'step-queries-'));
const open: AthenaLike[] = [];

afterAll(() => {
  for (const each of open) each.close();
  rmSync(folder, { recursive: true });
});

const lakeOf = async (name: string, account: FakeAccount): Promise<AthenaLike> => {
  await run(
    {
      scheduledTime: at('2026-11-20T06:00:00Z'),
      accountId: ACCOUNT,
      regions: 'enabled',
      excludedRegions: [],
      dropScope: 'none',
    },
    {
      lake: await openDirectoryLake(join(folder, name)),
      source: new AccountSource(account),
      clock: systemClock,
      scratchFolder: join(folder, 'scratch'),
      report: () => undefined,
    },
  );
  const lake = await openAsAthena(join(folder, name), '2026-11-22');
  open.push(lake);
  return lake;
};

type Steps = readonly Readonly<Record<string, unknown>>[];

const documentOf = (steps: Steps): string => JSON.stringify({ schemaVersion: '1.0', steps });

const live = (name: string, steps: Steps, members: Partial<WorkflowDefinition> = {}) =>
  definition(name, { ...members, data: documentOf(steps) });

/** The answer without what says which account and Region it is of, and which build: all of them are the first. */
const answer = async (lake: AthenaLike, name: string): Promise<readonly (readonly unknown[])[]> => {
  const query = STEP_QUERIES.find((each) => each.name.startsWith(name));
  const { columns, rows } = await lake.ask(query?.sql ?? '');
  const left = ['account_id', 'region', 'version', 'build'];
  return rows.map((row) => row.filter((_, index) => !left.includes(columns[index]?.name ?? '')));
};

const deprecated = (account: FakeAccount): FakeAccount => {
  const region = account.region('eu-west-1');
  region.deprecate(
    region.create(live('old', [{ name: 'Run', action: 'RunCommand', inputs: { documentName: 'Old' } }])),
    'old',
  );
  return account;
};

describe('the saved queries about what steps do', () => {
  let lake: AthenaLike;

  beforeAll(async () => {
    const account = accountOf({
      'eu-west-1': [
        definition('spelt', {
          data: `steps:
  - "name" : Quoted
    "action" : "RunCommand"
    inputs: { 'documentName' : Flow }
  - {name: Single, action : 'RunCommand', inputs: {documentName.$: $.parameters.document, documentVersion: "3"}}
  - action:   RunCommand # with a remark
    inputs:
      documentName: |-
        Block
      parameters: { commands: ["a b"] }
`,
        }),
        definition('spoken', {
          data: `# action: RunCommand
steps:
  - name: Start
    action: ExecuteStateMachine
    description: "action: RunCommand"
    inputs:
      stateMachineArn.$: $.parameters.machine
      input: |
        { "action": "RunCommand", "documentName": "Spoken" }
`,
        }),
        live('waits', [
          { name: 'Long', action: 'WaitForAction' },
          {
            name: 'Short',
            action: 'WaitForAction',
            timeoutSeconds: 60,
            inputs: { 'snsTopicArn.$': '$.parameters.topic' },
          },
          { name: 'Text', action: 'WaitForAction', timeoutSeconds: 'soon', inputs: { lambdaFunctionName: 'ask' } },
        ]),
        live('sends', [
          { name: 'All', action: 'DistributeImage' },
          {
            name: 'Share',
            action: 'ModifyImageAttributes',
            inputs: {
              attributes: [{ region: 'eu-west-1', launchPermission: { userGroups: ['all'] }, myregion: 'none' }],
            },
          },
        ]),
        live('fails', [
          { name: 'Stop', action: 'ExecuteComponents' },
          { name: 'Go', action: 'ExecuteComponents', onFailure: 'Continue' },
          { name: 'End', action: 'TerminateInstance', onFailure: 'Continue' },
        ]),
        definition('unread', { data: 'steps: [' }),
        definition('locked', { kmsKeyId: KEY }),
      ],
    });
    account.region('eu-west-1').denyKey(KEY);
    lake = await lakeOf('what', deprecated(account));
  });

  it('find a command document however the step is spelt, and none where a text speaks of one, or of a build that is not live', async () => {
    expect(await answer(lake, 'Command documents')).toEqual([
      ['spelt', 'Single', '$.parameters.document', '3', null],
      ['spelt', null, 'Block', null, '{"commands":["a b"]}'],
      ['spelt', 'Quoted', 'Flow', null, null],
    ]);
  });

  it('find a state machine that is named by a reference', async () => {
    expect(await answer(lake, 'State machines')).toEqual([['spoken', 'Start', '$.parameters.machine', null]]);
  });

  it('say how long a step waits: three days where nothing is written, unknown where it is no number', async () => {
    expect(await answer(lake, 'Live workflows that wait')).toEqual([
      ['waits', 'Long', 259_200, null, null],
      ['waits', 'Short', 60, '$.parameters.topic', null],
      ['waits', 'Text', null, null, 'ask'],
    ]);
  });

  it('say where images go, and that the distribution configuration decides where nothing is written', async () => {
    expect(await answer(lake, 'Where live workflows send')).toEqual([
      ['sends', 'All', 'DistributeImage', null, null],
      ['sends', 'Share', 'ModifyImageAttributes', 'attributes[0].launchPermission.userGroups[0]', 'all'],
      ['sends', 'Share', 'ModifyImageAttributes', 'attributes[0].region', 'eu-west-1'],
    ]);
  });

  it('find failures that are passed over, but not those that AWS’s own documents pass over', async () => {
    expect(await answer(lake, 'Where live workflows pass over')).toEqual([['fails', 'Go', 'ExecuteComponents']]);
  });

  it('say of which builds the steps are not known', async () => {
    expect(await answer(lake, 'Builds whose steps are not known')).toEqual([
      ['locked', 'The document is unknown.'],
      ['unread', 'The document is neither YAML nor JSON.'],
    ]);
  });
});

describe('the saved queries about images', () => {
  let lake: AthenaLike;
  const create = { name: 'Create', action: 'CreateImage' };
  const clean = { name: 'Clean', action: 'SanitizeInstance' };
  const condition = { stringEquals: 'AMI', value: '$.imagebuilder.imageType' };

  beforeAll(async () => {
    lake = await lakeOf(
      'images',
      accountOf({
        'eu-west-1': [
          live('never', [create]),
          live('late', [create, clean]),
          live('perhaps', [{ ...clean, if: condition }, create]),
          live('clean', [clean, create]),
          live('windows', [{ name: 'Clean', action: 'RunSysPrep' }, create]),
          live('tested', [create], { type: 'TEST' }),
        ],
        'us-east-1': [
          live('scanned', [clean, create]),
          live('scan', [{ name: 'Scan', action: 'CollectImageScanFindings' }]),
        ],
      }),
    );
  });

  it('tell an instance that is cleaned before its image from one that is not, too late, or perhaps', async () => {
    expect(await answer(lake, 'Live build workflows that create an image without')).toEqual([
      ['late', 'Create', 'too late'],
      ['never', 'Create', 'no'],
      ['perhaps', 'Create', 'under a condition'],
    ]);
  });

  it('name the builds of a Region in which nothing scans', async () => {
    expect(await answer(lake, 'Live build workflows that create an image where')).toEqual(
      ['clean', 'late', 'never', 'perhaps', 'windows'].map((name) => [name]),
    );
  });
});

describe('the saved queries that compare', () => {
  let lake: AthenaLike;
  const shell = (name: string, members: object) => ({
    name,
    action: 'RunCommand',
    inputs: { documentName: 'Shell', ...members },
  });

  beforeAll(async () => {
    const account = accountOf({
      'eu-west-1': [
        live('many', [{ name: 'Oldest', action: 'RunSysPrep' }], { version: '2.2.0' }),
        live(
          'many',
          [
            { name: 'Gone' },
            { name: 'Moved', action: 'A' },
            shell('Kept', {}),
            { name: 'Twice' },
            { name: 'Twice', action: 'A' },
          ],
          { version: '2.9.0' },
        ),
        live(
          'many',
          [
            { name: 'Moved', action: 'A' },
            { ...shell('Kept', { x: 1 }), timeoutSeconds: 5 },
            { name: 'Twice' },
            { name: 'Twice', action: 'B' },
            { name: 'New' },
          ],
          { version: '2.10.0' },
        ),
        live('unknown', [create('One')], { version: '1.0.0' }),
        definition('unknown', { version: '1.1.0', data: 'steps: [' }),
        live('first', [
          { name: 'Launch', action: 'LaunchInstance', inputs: { 'kinds.$': '$.parameters.kinds', waitFor: 'agent' } },
        ]),
        live('second', [
          {
            name: 'Launch',
            action: 'LaunchInstance',
            inputs: { kinds: ['m7g.large', '{{ $.parameters.kind }}'], waitFor: 'agent' },
          },
        ]),
        live('third', [
          {
            name: 'Launch',
            action: 'LaunchInstance',
            inputs: { kinds: ['m7g.large', 'm7g.xlarge'], waitFor: 'agent' },
          },
        ]),
        live('fourth', [
          { name: 'Launch', action: 'LaunchInstance', inputs: { 'kinds.$': '$.stepOutputs.Choose.kinds' } },
        ]),
        live('fifth', [{ name: 'Other', action: 'OtherAction', inputs: { kinds: 'm7g.large' } }]),
      ],
    });
    lake = await lakeOf('compared', account);
  });

  it('say what the newest build does otherwise, by the names of steps', async () => {
    expect(await answer(lake, 'Steps that differ')).toEqual([
      ['many', '2.9.0/1', '2.10.0/1', 'Gone', 'removed', null],
      ['many', '2.9.0/1', '2.10.0/1', 'Kept', 'changed', 'timeout_seconds, inputs'],
      ['many', '2.9.0/1', '2.10.0/1', 'New', 'added', null],
      ['many', '2.9.0/1', '2.10.0/1', 'Twice', 'changed', 'action'],
    ]);
  });

  it('find a literal where others have a parameter, in a list as in a reference to one, and show no value', async () => {
    expect(await answer(lake, 'Steps with a literal')).toEqual([['third', 'Launch', 'LaunchInstance', 'kinds', 2]]);
  });
});

const create = (name: string) => ({ name, action: 'CreateImage' });

describe('the saved query about secrets', () => {
  const answers = async (name: string, values: readonly unknown[]) => {
    const data = documentOf([{ name: 'Run', action: 'RunCommand', inputs: { values } }]);
    const lake = await lakeOf(name, accountOf({ 'eu-west-1': [definition('secrets', { data })] }));
    return answer(lake, 'What looks like a secret');
  };

  it('finds each kind by its shape, and shows the way to it, but not the value', async () => {
    const found = await answers(
      'found',
      SECRETS.map(([, value]) => value),
    );
    expect(found.map(([, , path, kind]) => [path, kind]).sort()).toEqual(
      SECRETS.map(([kind], place) => [`values[${place}]`, kind]).sort(),
    );
    for (const [, value] of SECRETS) expect(JSON.stringify(found)).not.toContain(value);
  });

  it('raises no alarm over what only looks like one', async () => {
    expect(await answers('quiet', FALSE_ALARMS)).toEqual([]);
  });

  it('finds one by the name of its member, of its parameter, and outside of the inputs', async () => {
    const lake = await lakeOf(
      'named',
      accountOf({
        'eu-west-1': [
          definition('named', {
            data: documentOf([
              {
                name: 'Run',
                action: 'RunCommand',
                description: 'with npm_0123456789abcdefghijABCDEFGHIJ012345',
                if: { stringEquals: 'glpat-0123456789abcdefghij', value: '$.parameters.x' },
                waitSeconds: 'AKIAQRSTUVWXYZ234567',
                inputs: {
                  parameters: { DbPassword: ['hunter22'], Short: ['hunter22'], ApiKey: ['{{ $.parameters.key }}'] },
                  'token.$': '$.parameters.token',
                  secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x',
                  password: 'short',
                  tokens: { first: 'long enough' },
                },
              },
            ]),
            parameters: [
              { name: 'githubToken', type: 'string', defaultValue: ['a literal'] },
              { name: 'githubTokenToo', type: 'string', defaultValue: ['short'] },
              { name: 'token', type: 'string' },
            ],
          }),
        ],
      }),
    );
    expect(await answer(lake, 'What looks like a secret')).toEqual([
      ['named', 'Run', 'description', 'npm token'],
      ['named', 'Run', 'if', 'GitLab token'],
      ['named', 'Run', 'other', 'AWS access key ID'],
      ['named', 'Run', 'parameters.DbPassword[0]', 'by its name'],
      ['named', null, 'parameters.githubToken', 'by its name'],
    ]);
  });
});

describe('the view of the inputs', () => {
  it('shows every value of hostile documents, with the way to it', async () => {
    const lake = await lakeOf('hostile', accountOf({ 'eu-west-1': hostileDocuments(40) }));
    const steps = await lake.ask('SELECT "_key", inputs FROM imagebuilder_workflow_step WHERE inputs IS NOT NULL');
    expect(steps.rows.length).toBeGreaterThan(50);
    const expected = steps.rows.flatMap(([key, inputs]) =>
      valuesWithin(JSON.parse(String(inputs))).map(({ path, member, value }) => [key, path, member, value]),
    );
    const shown = await lake.ask('SELECT "_key", path, member, value FROM imagebuilder_workflow_step_input');
    expect([...shown.rows].map((row) => JSON.stringify(row)).sort()).toEqual(
      expected.map((row) => JSON.stringify(row)).sort(),
    );
  });
});
