import type { Column, Table } from '../lambda/contract/column';
import { gluePartitionKeys } from '../lambda/contract/glue';
import { TABLES } from '../lambda/contract/tables';

const startOf = (table: Table): string => `<!-- generated from lambda/contract/tables.ts: ${table.name} -->`;
const END = '<!-- end of generated -->';

const HEAD = ['| Column | Type | Null? | Meaning |', '| --- | --- | --- | --- |'];

const toMarkdown = (text: string): string => text.replace(/[|*<]/g, '\\$&');

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

const partOf = (table: Table): string =>
  [startOf(table), toMarkdown(table.description), '', ...columnsOf(table), END].join('\n');

const withPart = (document: string, table: Table): string => {
  const from = document.indexOf(startOf(table));
  const to = document.indexOf(END, from);
  if (from === -1 || to === -1) throw new Error(`docs/tables.md must hold the lines ${startOf(table)} and ${END}`);
  return document.slice(0, from) + partOf(table) + document.slice(to + END.length);
};

/** docs/tables.md with its generated parts renewed; what people wrote around them stays. */
export const tablesDocument = (document: string): string => TABLES.reduce(withPart, document);
