import { METRICS, SENT } from '../lambda/contract/metrics';
import { toMarkdown, withGeneratedPart } from './generated-part';

const HEAD = ['| Metric | Sent | Meaning |', '| --- | --- | --- |'];

const metricLines = (): readonly string[] =>
  Object.entries(METRICS).map(
    ([name, { sent, description }]) => `| \`${name}\` | ${SENT[sent]} | ${toMarkdown(description)} |`,
  );

/** docs/operating.md with its table of metrics renewed. */
export const operatingDocument = (document: string): string =>
  withGeneratedPart(document, 'lambda/contract/metrics.ts', [...HEAD, ...metricLines()].join('\n'));
