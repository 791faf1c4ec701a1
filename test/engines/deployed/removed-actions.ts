import { describe, expect, it } from '@jest/globals';
import { collectorPermissions } from '../../../lambda/contract/permissions';
import type { FakeAccount } from '../../../local/fake-image-builder/fake-account';
import type { WorkflowDefinition } from '../../../local/fake-image-builder/fake-build';
import type { DeployedCollector } from './collector';
import { ScheduledRuns } from './scheduled-runs';

interface Situation {
  readonly account: FakeAccount;
  readonly collector: DeployedCollector;
}

/** What a run complains of without the action, in its error or else in its manifest. */
const COMPLAINTS: Readonly<Record<string, RegExp>> = {
  'imagebuilder:ListWorkflowBuildVersions': /no target could be read/,
  'imagebuilder:ListWorkflows': /"denied":1/,
  'imagebuilder:GetWorkflow': /"partial":1/,
  'account:ListRegions': /Regions of account 111122223333 cannot be listed/,
  's3:PutObject': /not authorized to perform: s3:PutObject/,
  's3:GetObject': /not authorized to perform: s3:GetObject/,
};

/** The actions that the contract says are called. */
const calledActions = (): readonly string[] =>
  collectorPermissions({
    partition: 'aws',
    accountId: '111122223333',
    region: 'eu-west-1',
    bucketArn: 'arn:aws:s3:::lake',
    kmsKeyArns: [],
    followsEnabledRegions: true,
    logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:collector:*',
    failedRunsQueueArn: 'arn:aws:sqs:eu-west-1:111122223333:failed',
  })
    .filter(({ kind }) => kind === 'call')
    .flatMap(({ actions }) => actions);

/** @param firstHour the first of twice as many free hours as there are actions */
export const describeRemovedActions = (situation: () => Situation, firstHour: number): void => {
  describe('The role of the deployed function', () => {
    let hour = firstHour;

    /** A run that meets all that there is: a Region that lists by workflows only, and a new build. */
    const complaint = async (): Promise<string> => {
      const { account, collector } = situation();
      const runs = new ScheduledRuns(collector);
      const region = account.region('us-east-1');
      region.habits = { ...region.habits, needNoArn: false };
      account.region('eu-west-1').create(workflowCalled(`new-${++hour}`));
      const { failed, answer } = await runs.run(hour);
      if (failed) return JSON.stringify(answer);
      const { outcomes } = await runs.manifest(hour);
      return outcomes.complete === account.regions().length ? '' : JSON.stringify(outcomes);
    };

    it('is tried without every action that the contract says is called', () => {
      expect(Object.keys(COMPLAINTS).sort()).toEqual(calledActions().toSorted());
    });

    it.each(Object.entries(COMPLAINTS))('needs %s', async (action, expected) => {
      expect(await situation().collector.without(action, complaint)).toMatch(expected);
      expect(await complaint()).toBe('');
    });
  });
};

/** A workflow of that name, about which nothing is special. */
export const workflowCalled = (name: string, data = 'name: x'): WorkflowDefinition => ({
  name,
  version: '1.0.0',
  type: 'BUILD',
  data,
  dateCreated: '2026-11-01T00:00:00.000Z',
});
