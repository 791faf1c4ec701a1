import { FakeAccount } from '../fake-image-builder/fake-account';
import type { FakeRegion } from '../fake-image-builder/fake-region';
import { goldenLinuxBase200Build2 } from './golden-linux-base';
import { ireland, PAYMENTS_KEY } from './ireland';
import { sydney } from './sydney';
import { virginia } from './virginia';

/** The account of the demo, made anew with each call: 20 build versions in three Regions. */
export const sampleAccount = (): FakeAccount => {
  const account = new FakeAccount('111122223333', ['ap-southeast-2', 'eu-west-1', 'us-east-1']);
  for (const workflow of ireland) account.region('eu-west-1').create(workflow);
  for (const workflow of virginia) account.region('us-east-1').create(workflow);
  for (const workflow of sydney) account.region('ap-southeast-2').create(workflow);
  account.region('eu-west-1').denyKey(PAYMENTS_KEY);
  deprecateOldVersions(account.region('eu-west-1'));
  return account;
};

const deprecateOldVersions = (region: FakeRegion): void => {
  const golden = region.arn('workflow/build/golden-linux-base');
  region.deprecate(`${golden}/1.0.0/1`, 'Superseded by 2.0.0');
  region.deprecate(`${golden}/1.0.0/2`, 'Superseded by 2.0.0');
  region.deprecate(`${smokeTest(region)}/0.9.0/1`, 'Leaves its instance running, use 1.0.0');
};

const smokeTest = (region: FakeRegion): string => region.arn('workflow/test/smoke-test');

/** What happens in a day: a new build, an edited tag, a deleted workflow, and a Region that must not be read any more. */
export const liveOneDay = (account: FakeAccount): void => {
  const region = account.region('eu-west-1');
  region.create(goldenLinuxBase200Build2);
  region.delete(`${smokeTest(region)}/0.9.0/1`);
  const elsewhere = account.region('us-east-1');
  elsewhere.tag(elsewhere.arn('workflow/test/vulnerability-gate/2.10.0/1'), { stage: 'enforced' });
  account.region('ap-southeast-2').behaviour = { kind: 'denied' };
};
