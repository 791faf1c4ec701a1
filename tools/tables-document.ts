import type { Column, Table } from '../lambda/contract/column';
import { gluePartitionKeys } from '../lambda/contract/glue';
import { STEP_PROBLEMS } from '../lambda/contract/step-problem';
import { TABLES } from '../lambda/contract/tables';
import { VIEWS } from '../lambda/contract/views/views';
import { SAVED_QUERIES } from '../lib/lake/queries/queries';
import { toMarkdown, withGeneratedPart } from './generated-part';

const HEAD = ['| Column | Type | Null? | Meaning |', '| --- | --- | --- | --- |'];

type Described = Pick<Column, 'name' | 'nullable' | 'description'> & { readonly type: string };

const lineOf = ({ name, type, nullable, description }: Described): string =>
  `| \`${name}\` | ${type} | ${nullable ? 'yes' : 'no'} | ${toMarkdown(description)} |`;

const partitionLines = (table: Table): readonly string[] =>
  gluePartitionKeys(table).map(({ Name, Type, Comment }) =>
    lineOf({ name: Name, type: Type, nullable: false, description: Comment }),
  );

/** The columns, or for a table that shares those of an earlier one only what it has besides. */
const columnsOf = (table: Table): readonly string[] => {
  const first = TABLES.find(({ columns }) => columns === table.columns);
  return first === undefined || first.name === table.name
    ? [...HEAD, ...table.columns.map(lineOf), ...partitionLines(table)]
    : [`Besides the columns of [${first.name}](#${first.name}):`, '', ...HEAD, ...partitionLines(table)];
};

const withTable = (document: string, table: Table): string =>
  withGeneratedPart(
    document,
    `lambda/contract/tables.ts: ${table.name}`,
    [toMarkdown(table.description), '', ...columnsOf(table)].join('\n'),
  );

const viewsPart = (): string =>
  [
    '| View | Holds | Columns |',
    '| --- | --- | --- |',
    ...VIEWS.map(
      ({ name, description, columns }) =>
        `| \`${name}\` | ${toMarkdown(description)} | ${columns.map((column) => `\`${column.name}\``).join(', ')} |`,
    ),
  ].join('\n');

const problemsPart = (): string =>
  Object.values(STEP_PROBLEMS)
    .map((sentence) => `- ${toMarkdown(sentence)}`)
    .join('\n');

const savedQueriesPart = (): string =>
  [
    '| Saved query | What it tells |',
    '| --- | --- |',
    ...SAVED_QUERIES.map(({ name, description }) => `| ${toMarkdown(name)} | ${toMarkdown(description)} |`),
  ].join('\n');

/** docs/tables.md with its generated parts renewed; what people wrote around them stays. */
export const tablesDocument = (document: string): string => {
  const withTables = TABLES.reduce(withTable, document);
  const withProblems = withGeneratedPart(withTables, 'lambda/contract/step-problem.ts', problemsPart());
  const withViews = withGeneratedPart(withProblems, 'lambda/contract/views/', viewsPart());
  return withGeneratedPart(withViews, 'lib/lake/queries/', savedQueriesPart());
};
