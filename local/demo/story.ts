import type { Manifest } from '../../lambda/contract/manifest';
import { CHANGES, type ChangeKind } from '../../lambda/contract/outcome';
import type { CoverageRow } from '../../lambda/contract/tables';
import type { RunResult } from '../../lambda/run';
import { compareUtf8 } from '../../lambda/utf8-order';
import type { QueryResult } from '../duckdb/duckdb';
import type { Output } from '../terminal/output';
import { type TextColumn, textTable } from '../terminal/text-table';
import { wrap } from '../terminal/wrap';
import type { Question } from './questions';

/** No line is longer, whatever the terminal, so that everybody sees the same. */
const WIDTH = 100;

const RUN_COLUMNS = ['account_id', 'region', 'outcome', 'rows', 'list_calls', 'get_calls', 'reused_rows'] as const;

const columnOf = (name: (typeof RUN_COLUMNS)[number]): TextColumn => ({
  name,
  type: name.includes('_calls') || name.includes('rows') ? 'BIGINT' : 'VARCHAR',
});

/** What the demo says, and how it looks. */
export class Story {
  constructor(private readonly output: Output) {}

  begin(): void {
    this.write('EC2 Image Builder workflows, collected into a lake: a demo without AWS.');
    this.write('A server on this machine plays AWS for three accounts, over HTTP. 333344445555 does not let us in.');
  }

  tellRun(title: string, { run, coverage, manifest }: RunResult, remark: string): void {
    this.writeTitle(`${title}, scheduled for ${run}`);
    const rows = [...coverage].sort(byAccount).map((row) => RUN_COLUMNS.map((name) => row[name]));
    this.write(textTable(RUN_COLUMNS.map(columnOf), rows, WIDTH));
    if (manifest !== undefined) this.write(`\n${publishedLine(manifest)}`);
    this.write(wrap(remark, WIDTH));
  }

  tellDay(): void {
    this.writeTitle('A day goes by');
    this.write(`eu-west-1       golden-linux-base 2.0.0 gets a second build, smoke-test 0.9.0 is deleted
us-east-1       vulnerability-gate gets another tag
ap-southeast-2  a policy of the organization denies all reads`);
  }

  tellAnswer({ title, sql, remark }: Question, { columns, rows }: QueryResult): void {
    this.writeTitle(title);
    this.write(`${indented(sql)}\n\n${textTable(columns, rows, WIDTH)}`);
    if (remark !== undefined) this.write(`\n${wrap(remark, WIDTH)}`);
  }

  end(folder: string, page: string): void {
    this.writeTitle('What to try next');
    this.write(`Open ${page} in a browser: what is there, what is not known, and what changed.
The lake is in ${folder}: NDJSON, compressed by gzip, a folder for each table.

  gunzip -c ${folder}/imagebuilder_workflow/snapshot.ndjson.gz | head -n 1
  npm run query -- 'DESCRIBE aws.imagebuilder_workflow'
  npm run query -- --json "SELECT * FROM aws.imagebuilder_workflow_step WHERE type = 'TEST'"

With your own accounts and the credentials of your AWS CLI, which reads and changes nothing there:

  npm run collect -- --lake lake/mine

docs/tables.md says what the columns mean.`);
  }

  private writeTitle(title: string): void {
    this.output.write(`\n── ${title} ${'─'.repeat(Math.max(0, WIDTH - title.length - 4))}\n\n`);
  }

  private write(text: string): void {
    this.output.write(`${text}\n`);
  }
}

const byAccount = (one: CoverageRow, other: CoverageRow): number =>
  compareUtf8(one.account_id, other.account_id) || compareUtf8(one.region, other.region);

/** Of the kinds of changes that do not speak for themselves. */
const MEANINGS: Readonly<Partial<Record<ChangeKind, string>>> = {
  entered_scope: ' (their Regions are read for the first time)',
};

const publishedLine = ({ objects, changes }: Manifest): string => {
  const counts = CHANGES.flatMap((kind) =>
    changes[kind] === undefined ? [] : [`${changes[kind]} ${kind}${MEANINGS[kind] ?? ''}`],
  );
  return `Published: ${objects.snapshot.rows} rows. Changes: ${counts.join(', ')}.`;
};

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
