import { isRead, OUTCOMES } from '../../lambda/contract/outcome';
import { coverageNowView } from '../../lambda/contract/views/coverage-now';

/** Where whoever gets an alarm looks first. */
export interface AlarmPlaces {
  readonly databaseName: string;
  readonly workgroupName: string;
  readonly logGroupName: string;
  readonly failedRunsQueueName: string;
  readonly undeliveredQueueName: string;
}

interface AlarmText {
  /** What is wrong. */
  readonly says: string;
  /** Where the answer is, and how to ask for it. */
  readonly look: (places: AlarmPlaces) => string;
}

const ERRORS = 'filter level = "ERROR" | fields @timestamp, run, error.name, error.message | sort @timestamp desc';
const LOST = 'filter level = "WARN" and message like "records have expired" | sort @timestamp desc';

const inLog =
  (query: string) =>
  ({ logGroupName }: AlarmPlaces): string =>
    `in Logs Insights, log group ${logGroupName}: ${query}`;

/** In quotation marks, since the name of a database may begin with a digit. */
const inAthena =
  (columns: string, condition = '') =>
  ({ workgroupName, databaseName }: AlarmPlaces): string =>
    `in Athena, workgroup ${workgroupName}: SELECT ${columns} FROM "${databaseName}".${coverageNowView.name}${condition}`;

const READ = OUTCOMES.filter(isRead)
  .map((outcome) => `'${outcome}'`)
  .join(', ');

/** What an alarm says, and the first step; the others are under its heading in the runbook. */
export const ALARM_TEXTS = {
  RunNotPublished: {
    says: 'No run was published for two periods: the tables are getting old.',
    look: (places) => `${inAthena('max(run) AS newest_run')(places)}; and why, ${inLog(ERRORS)(places)}`,
  },
  FailedRuns: {
    says: 'A run failed, and so did its retries.',
    look: (places) =>
      `${inLog(ERRORS)(places)}; the record of the run is in the queue ${places.failedRunsQueueName}; delete it when all is mended`,
  },
  UndeliveredRuns: {
    says: 'The schedule could not invoke the function.',
    look: (places) =>
      `at the attribute ERROR_MESSAGE of a message in the queue ${places.undeliveredQueueName}; delete it when all is mended`,
  },
  TargetsFailing: {
    says: 'Some Regions (*: whole accounts) could not be read and keep their rows.',
    // Accounts come first: no other Region begins with *.
    look: inAthena(
      'account_id, region, outcome, as_of, error_code, error_message',
      ` WHERE outcome NOT IN (${READ}) ORDER BY region, as_of`,
    ),
  },
  FunctionErrors: {
    says: 'An invocation ended with an error; it is retried twice within the hour.',
    look: inLog(ERRORS),
  },
  RecordsLost: {
    says: 'A run was never announced, and its changes and coverage are lost: consumers must compare snapshots.',
    look: inLog(LOST),
  },
} as const satisfies Readonly<Record<string, AlarmText>>;

export type AlarmName = keyof typeof ALARM_TEXTS;

/** Three steps: what is wrong, what to ask, what to do. The heading of an alarm in the runbook is its name. */
export const alarmDescription = (name: AlarmName, places: AlarmPlaces, runbook: string): string => {
  const { says, look } = ALARM_TEXTS[name];
  return `${says} Look ${look(places)}. Do as it says at ${runbook}#${name.toLowerCase()}`;
};
