import { GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { GetTablesCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TABLES } from '../../../lambda/contract/tables';
import { VIEWS } from '../../../lambda/contract/views/views';
import { type AwsClients, awsClients } from '../aws-clients';
import { type MiniStack, startMiniStack } from '../install/ministack';
import { Cdk } from './cdk-cli';

let ministack: MiniStack;
let aws: AwsClients;
let cdk: Cdk;

beforeAll(async () => {
  ministack = await startMiniStack({ enforced: true });
  aws = awsClients(ministack);
  cdk = await Cdk.open(ministack);
  await cdk.bootstrap();
  await cdk.deploy();
  await cdk.deploy({ app: 'npx tsx examples/own-app.ts' });
});

afterAll(async () => {
  await cdk?.close();
  await ministack?.stop();
});

describe('An app of one’s own', () => {
  it.each([
    ['imagebuilder-workflow-lake', 'aws'],
    ['inventory', 'inventory'],
  ])('stands beside the stack: each has a workgroup and a database of its own, %s', async (WorkGroup, DatabaseName) => {
    expect(await aws.athena.send(new GetWorkGroupCommand({ WorkGroup }))).toMatchObject({
      WorkGroup: { Name: WorkGroup },
    });
    const { TableList = [] } = await aws.glue.send(new GetTablesCommand({ DatabaseName }));
    expect(TableList.map(({ Name }) => Name).sort()).toEqual([...TABLES, ...VIEWS].map(({ name }) => name).sort());
  });
});
