import type { RowOf, Table } from './column';
import { respellDefaultValue } from './default-value';
import { CHANGES, OUTCOMES } from './outcome';

/** Raised with every change of a column; test/contract/lock.test.ts fails until it is. Recorded in each manifest. */
export const SCHEMA_VERSION = 3;

const ACCOUNT_ID = /^[0-9]{12}$/;

const workflowColumns = [
  {
    name: '_key',
    type: 'string',
    nullable: false,
    description: 'Primary key: the ARN of the build version.',
  },
  {
    name: 'account_id',
    type: 'string',
    nullable: false,
    pattern: ACCOUNT_ID,
    description: 'The 12-digit ID of the AWS account that the workflow was collected from.',
  },
  {
    name: 'arn',
    type: 'string',
    nullable: false,
    description:
      'The ARN of the build version: arn:PARTITION:imagebuilder:REGION:ACCOUNT:workflow/TYPE/NAME/X.Y.Z/BUILD.',
  },
  {
    name: 'change_description',
    type: 'string',
    nullable: true,
    description: 'What changed in this build version, in its author’s words. Null: none was given.',
  },
  {
    name: 'data',
    type: 'string',
    nullable: true,
    description:
      'The workflow document (YAML or JSON), unchanged to the byte. Null exactly when the details of the row could not be read: kms_key_id and parameters are unknown then, too.',
  },
  {
    name: 'date_created',
    type: 'string',
    nullable: true,
    description: 'When the build version was created: the ISO 8601 text of AWS, unchanged.',
  },
  {
    name: 'description',
    type: 'string',
    nullable: true,
    description: 'The description of the workflow. Null: none was given.',
  },
  {
    name: 'kms_key_id',
    type: 'string',
    nullable: true,
    description:
      'The KMS key that encrypts the workflow: a key ARN or an alias ARN. Null with data present: the key of the service. Null with data null: unknown.',
  },
  {
    name: 'name',
    type: 'string',
    nullable: true,
    description: 'The name as it was given; the ARN holds a normalised spelling.',
  },
  {
    name: 'owner',
    type: 'string',
    nullable: true,
    description: 'The owner of the workflow: an account ID, or Amazon.',
  },
  {
    name: 'parameters',
    type: 'json',
    nullable: true,
    respell: respellDefaultValue,
    description:
      'JSON array text: the parameters, each with name, type, default_value and description. [] when there are none, null when the details are unknown.',
  },
  {
    name: 'state',
    type: 'json',
    nullable: true,
    description: 'JSON object text: status and reason, such as {"status":"DEPRECATED"}. Null: the workflow is live.',
  },
  {
    name: 'tags',
    type: 'hstore_csv',
    nullable: true,
    description:
      'PostgreSQL hstore text: "key"=>"value", "key2"=>"value2", sorted by key. Empty when there are no tags, null when they are unknown.',
  },
  {
    name: 'type',
    type: 'string',
    nullable: true,
    description: 'BUILD, TEST or DISTRIBUTION; a value that AWS adds later passes through.',
  },
  {
    name: 'version',
    type: 'string',
    nullable: true,
    description: 'The semantic version, X.Y.Z.',
  },
] as const;

export const workflowTable = {
  name: 'imagebuilder_workflow',
  description: 'Every Image Builder workflow, as of the newest published run: one row for each build version.',
  columns: workflowColumns,
  partitioned: false,
} as const satisfies Table;

export const historyTable = {
  name: 'imagebuilder_workflow_history',
  description: 'The last snapshot of each UTC day: the same columns, and dt.',
  columns: workflowColumns,
  partitioned: true,
} as const satisfies Table;

export const changeTable = {
  name: 'imagebuilder_workflow_change',
  description:
    'What changed between successive snapshots: one row for each row that differs. A run that found nothing new writes none.',
  columns: [
    {
      name: 'run',
      type: 'string',
      nullable: false,
      description: 'The scheduled time of the run that saw the change, ISO 8601 in UTC.',
    },
    {
      name: 'change',
      type: 'string',
      nullable: false,
      values: CHANGES,
      description:
        'created, updated or deleted; entered_scope and left_scope for rows of a target that joined or left the plan, which were not created or deleted.',
    },
    { name: '_key', type: 'string', nullable: false, description: 'The ARN of the build version that changed.' },
    {
      name: 'account_id',
      type: 'string',
      nullable: false,
      pattern: ACCOUNT_ID,
      description: 'The account of the row.',
    },
    { name: 'region', type: 'string', nullable: false, description: 'The Region of the row.' },
    {
      name: 'name',
      type: 'string',
      nullable: true,
      description: 'The name in the row, after the change if it still exists.',
    },
    { name: 'type', type: 'string', nullable: true, description: 'The type in the row.' },
    { name: 'version', type: 'string', nullable: true, description: 'The version in the row.' },
    {
      name: 'changed_columns',
      type: 'json',
      nullable: true,
      description:
        'JSON array text: the names of the columns that an updated row changed, in table order. Null for the other changes.',
    },
    {
      name: 'before',
      type: 'json',
      nullable: true,
      description:
        'JSON object text: the changed columns of an updated row as they were, the whole row of a deleted one. Otherwise null. Of a row too long for a line, the member omitted names the columns left out.',
    },
    {
      name: 'after',
      type: 'json',
      nullable: true,
      description:
        'JSON object text: the changed columns of an updated row as they are, the whole row of a created one. Otherwise null. Of a row too long for a line, the member omitted names the columns left out.',
    },
  ],
  partitioned: true,
} as const satisfies Table;

export const coverageTable = {
  name: 'imagebuilder_workflow_coverage',
  description: 'What each run could and could not read: one row for each target, that is, each account and Region.',
  columns: [
    { name: 'run', type: 'string', nullable: false, description: 'The scheduled time of the run, ISO 8601 in UTC.' },
    {
      name: 'account_id',
      type: 'string',
      nullable: false,
      pattern: ACCOUNT_ID,
      description: 'The account of the target.',
    },
    {
      name: 'region',
      type: 'string',
      nullable: false,
      description:
        'The Region of the target; * for an account that could not be opened at all, or of which no Region is to be collected (complete).',
    },
    {
      name: 'outcome',
      type: 'string',
      nullable: false,
      values: OUTCOMES,
      description:
        'complete; partial (every build listed, some details missing); otherwise why the target could not be read: denied, region_disabled, no_endpoint, throttled, timed_out, unavailable, invalid_response.',
    },
    {
      name: 'as_of',
      type: 'string',
      nullable: true,
      description:
        'The scheduled time of the run whose data the snapshot serves for this target. Equal to run: fresh. Null: never read, or no longer known.',
    },
    {
      name: 'rows',
      type: 'integer',
      nullable: false,
      description: 'The rows that the snapshot serves for this target.',
    },
    {
      name: 'rows_without_detail',
      type: 'integer',
      nullable: false,
      description: 'Those of the rows whose details are unknown (data is null).',
    },
    {
      name: 'tags_from',
      type: 'string',
      nullable: true,
      values: ['list', 'get'],
      description:
        'Whether the tags came with the list, or by one GetWorkflow for each build. Null: nothing was listed.',
    },
    {
      name: 'error_code',
      type: 'string',
      nullable: true,
      description: 'The name of the error behind an outcome other than complete.',
    },
    {
      name: 'error_message',
      type: 'string',
      nullable: true,
      description: 'What the service said, or what was wrong with its answer.',
    },
    {
      name: 'list_calls',
      type: 'integer',
      nullable: false,
      description: 'List calls made, not counting the SDK’s repeats.',
    },
    {
      name: 'get_calls',
      type: 'integer',
      nullable: false,
      description: 'GetWorkflow calls made, not counting the SDK’s repeats.',
    },
    {
      name: 'reused_rows',
      type: 'integer',
      nullable: false,
      description: 'Rows whose details were taken from the last snapshot, since they cannot have changed.',
    },
  ],
  partitioned: true,
} as const satisfies Table;

export const stepTable = {
  name: 'imagebuilder_workflow_step',
  description:
    'The steps of every document in the newest snapshot: one row for each step, or one row with a problem for a document that could not be read as steps.',
  columns: [
    {
      name: '_key',
      type: 'string',
      nullable: false,
      description:
        'Primary key: the ARN of the build version, #, and the position; nothing after # where there is none.',
    },
    {
      name: 'account_id',
      type: 'string',
      nullable: false,
      pattern: ACCOUNT_ID,
      description: 'The account of the workflow.',
    },
    { name: 'region', type: 'string', nullable: false, description: 'The Region of the workflow.' },
    { name: 'arn', type: 'string', nullable: false, description: 'The ARN of the build version.' },
    { name: 'name', type: 'string', nullable: true, description: 'The name of the workflow.' },
    { name: 'type', type: 'string', nullable: true, description: 'The type of the workflow.' },
    { name: 'version', type: 'string', nullable: true, description: 'The version of the workflow.' },
    {
      name: 'position',
      type: 'integer',
      nullable: true,
      description: 'Where the step stands in its document, from 1. Null: the problem is that of the whole document.',
    },
    { name: 'step', type: 'string', nullable: true, description: 'The name of the step.' },
    {
      name: 'action',
      type: 'string',
      nullable: true,
      description: 'The action, such as LaunchInstance; one that AWS adds later passes through.',
    },
    {
      name: 'description',
      type: 'string',
      nullable: true,
      description: 'The description of the step. Null: none was given.',
    },
    {
      name: 'on_failure',
      type: 'string',
      nullable: true,
      description: 'onFailure as written: Abort or Continue. Null: not written, which AWS takes for Abort.',
    },
    {
      name: 'timeout_seconds',
      type: 'integer',
      nullable: true,
      description:
        'timeoutSeconds, where it is a whole number; anything else stands in other. Null: not written, so the default of the action holds.',
    },
    {
      name: 'rollback_enabled',
      type: 'string',
      nullable: true,
      description:
        'rollbackEnabled as written: true, false, or a reference to a parameter. Null: not written, which AWS takes for true.',
    },
    {
      name: 'condition',
      type: 'json',
      nullable: true,
      description: 'JSON text: the condition in if, which is not evaluated. Null: the step has none.',
    },
    {
      name: 'inputs',
      type: 'json',
      nullable: true,
      description:
        'JSON text: the inputs, with their keys as written, .$ included; references are not resolved. Null: none are written.',
    },
    {
      name: 'other',
      type: 'json',
      nullable: true,
      description:
        'JSON object text: the members of the step that have no column, or do not fit theirs, so that nothing written is lost. Null: there are none.',
    },
    {
      name: 'problem',
      type: 'string',
      nullable: true,
      description:
        'Why the document, or this step of it, could not be read: a sentence of this program, without a word of the document. Null: it could.',
    },
  ],
  partitioned: false,
} as const satisfies Table;

export const TABLES = [workflowTable, historyTable, changeTable, coverageTable, stepTable] as const;

export type WorkflowRow = RowOf<typeof workflowTable>;
export type ChangeRow = RowOf<typeof changeTable>;
export type CoverageRow = RowOf<typeof coverageTable>;
export type StepRow = RowOf<typeof stepTable>;
