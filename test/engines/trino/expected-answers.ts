import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Answers = Readonly<Record<string, readonly (readonly unknown[])[]>>;

/** The rows that each saved query, or each view, must give, by its name. Days go by, so the file has names for them. */
export const expectedAnswers = (
  file: 'expected-answers.json' | 'expected-views.json',
  times: Readonly<Record<string, string>>,
): Answers =>
  JSON.parse(readFileSync(join(__dirname, file), 'utf8'), (_, value: unknown) =>
    typeof value === 'string' ? value.replace(/^\{(.+)\}$/, (text, name: string) => times[name] ?? text) : value,
  );
