import type { Build, ReportIndex } from '../../page/report-data';

/** A build, where a test cares for a few of its members. */
export const build = (name: string, members: Partial<Build> & { readonly number?: number } = {}): Build => {
  const { number = 1, ...given } = members;
  const { type = 'BUILD', version = '1.0.0', account_id = '111122223333', region = 'eu-west-1' } = given;
  return {
    arn: `arn:aws:imagebuilder:${region}:${account_id}:workflow/${type?.toLowerCase()}/${name}/${version}/${number}`,
    account_id,
    region,
    type,
    name,
    version,
    date_created: '2026-01-01T00:00:00.000Z',
    description: null,
    change_description: null,
    owner: account_id,
    kms_key_id: null,
    parameters: [],
    state: null,
    tags: [],
    document: null,
    ...given,
  };
};

export const indexOf = (members: Partial<ReportIndex> = {}): ReportIndex => ({
  lake: 'lake/mine',
  made_at: '2026-11-22T07:00:00.000Z',
  run: '2026-11-22T06:00:00Z',
  previous_run: null,
  collector_account_id: '111122223333',
  coverage: [],
  changes: [],
  has_whole_history: true,
  builds: [],
  documents: [],
  has_documents: true,
  chunks: [],
  ...members,
});
