import { ADVICE } from '../lambda/sdk/advice';
import { toMarkdown, withGeneratedPart } from './generated-part';

const HEAD = ['| About | Recognised by | Do |', '| --- | --- | --- |'];

const adviceLines = (): readonly string[] =>
  ADVICE.map(({ topic, sign, remedy }) => `| ${topic} | ${toMarkdown(sign)} | ${toMarkdown(remedy)}. |`);

/** docs/runbook.md with its generated part renewed. */
export const runbookDocument = (document: string): string =>
  withGeneratedPart(document, 'lambda/sdk/advice.ts', [...HEAD, ...adviceLines()].join('\n'));
