import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Answers = Readonly<Record<string, readonly (readonly unknown[])[]>>;

/** The rows that each saved query, or each view, must give, by its name. Days go by, so the file has names for them. */
export const expectedAnswers = (
  file: 'expected-answers.json' | 'expected-views.json',
  times: Readonly<Record<string, string>>,
): Answers =>
  JSON.parse(readFileSync(join(__dirname, file), 'utf8'), (_, value: unknown) =>
    typeof value === 'string' ? value.replace(/^\{(.+)\}$/, (text, name: string) => times[name] ?? text) : value,
  );

/** What of each view is compared with expected answers, in an order that sorts its rows; documents are left out. */
export const VIEW_COLUMNS = {
  imagebuilder_workflow_newest: ['region', 'type', 'name', 'version', 'build'],
  imagebuilder_workflow_tag: ['region', 'name', 'version', 'tag_key', 'tag_value'],
  imagebuilder_workflow_parameter: ['region', 'name', 'parameter', 'parameter_type', 'default_value', 'version'],
  imagebuilder_workflow_coverage_now: ['region', 'run', 'outcome', 'as_of', 'rows', 'rows_without_detail', 'tags_from'],
  imagebuilder_workflow_step_input: ['region', 'name', 'position', 'path', 'member', 'value'],
} as const;
