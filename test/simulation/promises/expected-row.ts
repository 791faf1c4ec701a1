import type { Tags, WorkflowState } from '../../../lambda/source/image-builder';
import { ACCOUNT_ID } from '../account/fake-account';
import type { BuildLife } from '../account/fake-build';
import { type Row, utf8Order, type Value } from './decoded';

/** The columns of a row that never change and that the lists give. */
export const listedColumns = ({ birth }: BuildLife): Row => ({
  _key: birth.arn,
  account_id: ACCOUNT_ID,
  arn: birth.arn,
  change_description: wellFormed(birth.changeDescription),
  date_created: birth.dateCreated,
  description: wellFormed(birth.description),
  name: birth.name,
  owner: birth.owner,
  type: birth.type,
  version: birth.version,
});

/** The columns that GetWorkflow alone gives. */
export const detailColumns = ({ birth }: BuildLife): Row => ({
  data: birth.data,
  kms_key_id: birth.kmsKeyId ?? null,
  parameters: JSON.stringify(birth.parameters),
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
