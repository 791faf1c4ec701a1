import { ADVICE } from '../lambda/sdk/advice-table';
import { ADVICE_SIGNS } from './advice-signs';
import { toMarkdown, withGeneratedPart } from './generated-part';

const HEAD = ['| About | Recognised by | Do |', '| --- | --- | --- |'];

const adviceLines = (): readonly string[] =>
  ADVICE.map(({ name, topic, advice }) => `| ${topic} | ${toMarkdown(ADVICE_SIGNS[name])} | ${toMarkdown(advice)}. |`);

/** docs/runbook.md with its generated part renewed. */
export const runbookDocument = (document: string): string =>
  withGeneratedPart(document, 'lambda/sdk/advice-table.ts', [...HEAD, ...adviceLines()].join('\n'));
