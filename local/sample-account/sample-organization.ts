import type { AccountSettings } from '../../lambda/scope';
import { FakeAccount } from '../fake-image-builder/fake-account';
import { goldenLinuxBase200Copy } from './golden-linux-base';
import { smokeTest100 } from './ireland';
import { sampleAccount } from './sample-account';

export interface SampleOrganization {
  /** The account that collects. */
  readonly account: FakeAccount;
  /** The others that let it in. */
  readonly members: readonly FakeAccount[];
}

/** The sample account and that of the data team, made anew with each call. */
export const sampleOrganization = (): SampleOrganization => ({ account: sampleAccount(), members: [dataAccount()] });

/** Which accounts are collected. The last one has no role for the collector. */
export const SAMPLE_ACCOUNTS: AccountSettings = {
  accounts: ['111122223333', '222233334444', '333344445555'],
  excludedAccounts: [],
  memberRole: 'imagebuilder-workflow-reader',
};

/** Works with copies of what the platform team has made. */
const dataAccount = (): FakeAccount => {
  const account = new FakeAccount('222233334444', ['eu-west-1']);
  const region = account.region('eu-west-1');
  region.create(goldenLinuxBase200Copy);
  region.create({ ...smokeTest100, dateCreated: '2026-06-19T10:04:12.480Z', tags: {} });
  return account;
};
