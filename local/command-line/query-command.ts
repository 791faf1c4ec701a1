import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TABLES } from '../../lambda/contract/tables';
import { VIEWS } from '../../lambda/contract/views/views';
import { LakeError } from '../../lambda/errors';
import type { Access } from '../../lambda/sdk/access';
import { type LakeDatabase, openLakeDatabase, type QueryResult } from '../duckdb/duckdb';
import { QueryError } from '../duckdb/query-error';
import { bucketOf } from '../lake/lake-location';
import { counted } from '../terminal/counted';
import type { Output } from '../terminal/output';
import { printable, textCell } from '../terminal/text-cell';
import { textRecords } from '../terminal/text-records';
import { textTable } from '../terminal/text-table';
import { wrap } from '../terminal/wrap';
import { EXIT } from './exit-status';
import { reportFailure, reportUsage } from './faults';
import { fetchLake, tablesOf } from './fetched-lake';
import { LAKE_OPTION, lakeFaults, type ParsedOptions, parseOptions } from './options';
import { type OnStop, type ScratchPorts, withScratch } from './scratch';

interface QueryPorts extends ScratchPorts {
  /** How AWS is reached, where the lake is a bucket. */
  readonly openNetwork: () => Promise<Access>;
  readonly out: Output;
  readonly err: Output;
  /** The lake of `npm start`, where there is one. */
  readonly demoLake: string | undefined;
}

const inSchema = (relations: readonly { readonly name: string }[]): string =>
  relations.map(({ name }) => `aws.${name}`).join(', ');

const HELP = `Asks a lake a question, in DuckDB's SQL.

  npm run query -- [--lake DIR | --lake s3://BUCKET] [--json | --wide] "SELECT …"

  --lake LAKE  the lake: a folder, or s3:// and a bucket. Without it the one of npm start, lake/demo
  --json       prints one JSON array, with an object for each row
  --wide       shortens nothing to the width of the terminal. Into a pipe or a file, nothing is
  --help       prints this

Tables:
${wrap(inSchema(TABLES), 100, '  ')}
Views over them, the same as in Athena:
${wrap(inSchema(VIEWS), 100, '  ')}
"DESCRIBE aws.imagebuilder_workflow" names the columns of one.

Of a bucket, the tables that the query names are fetched first, all their days, with the AWS SDK's
own credentials and settings: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and so on.

A query only reads, and only the lake: other files, the network and extensions are out of its reach.

Exit status: 0 answered, 1 the query failed, 2 wrong usage, or no lake there,
129, 130 or 143 stopped.
`;

const OPTIONS = [LAKE_OPTION, { name: 'json' }, { name: 'wide' }, { name: 'help' }];

/** `npm run query`. Resolves to the exit status. */
export const queryCommand = async (argv: readonly string[], ports: QueryPorts): Promise<number> => {
  const options = parseOptions(argv, OPTIONS);
  if (options.has('help')) {
    ports.out.write(HELP);
    return EXIT.done;
  }
  const lake = options.one('lake') ?? ports.demoLake;
  const [sql, ...more] = options.positionals;
  if (lake === undefined || sql === undefined || faultsOf(options, lake, more).length > 0) {
    return reportUsage('query', faultsOf(options, lake, more), ports.err);
  }
  try {
    return await withScratch(ports, (scratchFolder, onStop) =>
      ask({ lake, sql, options, scratchFolder, onStop }, ports),
    );
  } catch (error) {
    return reportFailure(error, ports.err);
  }
};

const faultsOf = (options: ParsedOptions, lake: string | undefined, more: readonly string[]): readonly string[] => [
  ...options.faults,
  ...lakeFaults(options),
  ...(lake === undefined
    ? ['--lake DIR is needed, or --lake s3://BUCKET: there is no lake/demo here, which npm start would make.']
    : []),
  ...((options.positionals[0] ?? '').trim() === '' ? ['A query is needed: "SELECT …".'] : []),
  ...(more.length > 0 ? ['One query is asked for: write it in quotation marks.'] : []),
  ...(options.has('json') && options.has('wide') ? ['--json and --wide exclude each other.'] : []),
];

interface Question {
  /** A folder, or s3:// and a bucket. */
  readonly lake: string;
  readonly sql: string;
  readonly options: ParsedOptions;
  readonly scratchFolder: string;
  readonly onStop: OnStop;
}

const ask = async (question: Question, ports: QueryPorts): Promise<number> => {
  const { lake, sql, scratchFolder } = question;
  const bucket = bucketOf(lake);
  if (bucket === undefined) return answer(question, lake, ports);
  const copy = join(scratchFolder, 'lake');
  await fetchLake({ bucket, access: await ports.openNetwork() }, sql, copy, ports.err);
  return answer(question, copy, ports);
};

/** @param folder the lake, or a copy of what the query needs of it */
const answer = async (question: Question, folder: string, ports: QueryPorts): Promise<number> => {
  const { sql, options, scratchFolder, onStop } = question;
  let database: LakeDatabase;
  try {
    database = await openLakeDatabase(folder, join(scratchFolder, 'duckdb'));
  } catch (error) {
    if (error instanceof LakeError) return reportUsage('query', [error.message], ports.err);
    return reportFailure(error, ports.err);
  }
  onStop(() => database.interrupt());
  try {
    const result = await database.query(sql);
    if (options.has('json')) writeJson(result, ports.out);
    else ports.out.write(textOf(result, options.has('wide') ? undefined : ports.out.columns));
    if (isUnpublished(folder, sql)) ports.err.write(unpublishedLine(question.lake));
    return EXIT.done;
  } catch (error) {
    const status = reportFailure(error, ports.err);
    if (error instanceof QueryError) writePlace(error, ports.err);
    return status;
  } finally {
    database.close();
  }
};

/** Until the first run is published, no table has a folder. Of a bucket, a query that names no table fetches none. */
const isUnpublished = (folder: string, sql: string): boolean =>
  tablesOf(sql).length > 0 && TABLES.every(({ name }) => !existsSync(join(folder, name)));

const unpublishedLine = (lake: string): string =>
  `${textCell(`No run is published in ${lake} yet: see what collect said.`)}\n`;

const writePlace = ({ place }: QueryError, err: Output): void => {
  for (const line of place) err.write(`${textCell(line)}\n`);
};

/** Written row by row: the text of all may be longer than a string can be. */
const writeJson = ({ columns, rows }: QueryResult, out: Output): void => {
  rows.forEach((row, index) => {
    const members = columns.map(({ name }, column) => [name, row[column] ?? null]);
    out.write(`${index === 0 ? '[' : ','}\n${printable(JSON.stringify(Object.fromEntries(members)))}`);
  });
  out.write(rows.length === 0 ? '[]\n' : '\n]\n');
};

/** A table whose columns would have fewer characters than this says little: each value gets a line then. */
const LEAST_COLUMN_WIDTH = 10;

const textOf = ({ columns, rows }: QueryResult, width: number | undefined): string => {
  const tight = width !== undefined && columns.length * LEAST_COLUMN_WIDTH > width;
  const text = tight && rows.length > 0 ? textRecords(columns, rows, width) : textTable(columns, rows, width);
  return `${text}\n(${counted(rows.length, 'row')})\n`;
};
