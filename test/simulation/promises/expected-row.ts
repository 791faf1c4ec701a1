import type { Tags, WorkflowState } from '../../../lambda/source/image-builder';
import type { FakeBuild } from '../account/fake-build';
import { type Row, utf8Order, type Value } from './decoded';

/** The columns of a row that never change and that the lists give. */
export const listedColumns = ({ facts }: FakeBuild): Row => ({
  _key: facts.arn,
  account_id: facts.accountId,
  arn: facts.arn,
  change_description: wellFormed(facts.changeDescription),
  date_created: facts.dateCreated,
  description: wellFormed(facts.description),
  name: facts.name,
  owner: facts.owner,
  type: facts.type,
  version: facts.version,
});

/** The columns that GetWorkflow alone gives. */
export const detailColumns = ({ facts }: FakeBuild): Row => ({
  data: facts.data,
  kms_key_id: facts.kmsKeyId ?? null,
  parameters: JSON.stringify(facts.parameters).replaceAll('"defaultValue":', '"default_value":'),
});

export const NO_DETAILS: Row = { data: null, kms_key_id: null, parameters: null };

export const hstoreOf = (tags: Tags): string =>
  Object.keys(tags)
    .sort(utf8Order)
    .map((key) => `${quoted(key)}=>${quoted(tags[key] ?? '')}`)
    .join(', ');

const quoted = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

export const stateText = (state: WorkflowState | undefined): Value =>
  state === undefined
    ? null
    : state.reason === undefined
      ? `{"status":"${state.status}"}`
      : `{"status":"${state.status}","reason":"${state.reason}"}`;

const wellFormed = (value: string | undefined): Value => value?.replaceAll('\ud800', '\ufffd') ?? null;
