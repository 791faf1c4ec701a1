import { parseWorkflowArn } from '../arn';
import { STEP_KEY } from '../contract/layout';
import { stepTable, workflowTable } from '../contract/tables';
import { UnreadableLakeError } from '../errors';
import type { Lake } from '../lake/lake';
import { gunzippedLines } from '../snapshot/gunzipped-lines';
import type { GzippedLines, OpenGzipFile } from '../snapshot/gzip-file';
import { type BrokenStepsError, LastSteps } from '../snapshot/last-steps';
import type { RowTaker } from '../snapshot/merge';
import { decodeRow, encodeRow, keyOfLine, RowError } from '../snapshot/ndjson';
import { STAMP_LENGTH } from '../snapshot/stamp';
import { stepRows } from '../steps/step-rows';

/**
 * Writes the steps of the rows that the work gives, which come in the order of their ARNs. A row that did not change has
 * the steps that it had: its document is not read again.
 *
 * @param last the steps of the last snapshot; undefined where every document is to be read
 */
export const writeSteps = async <T>(
  open: OpenGzipFile,
  last: GzippedLines | undefined,
  work: (steps: RowTaker) => Promise<T>,
): Promise<{ readonly steps: GzippedLines; readonly value: T }> => {
  const file = open('steps.ndjson.gz', { nameLength: STAMP_LENGTH });
  const lastSteps = last && new LastSteps(last);
  const add = async (line: Buffer, isUnchanged: boolean): Promise<void> => {
    const steps = isUnchanged && lastSteps ? await lastSteps.linesOf(keyOfLine(line)) : stepLines(line);
    for (const step of steps) await file.write(step);
  };
  try {
    const value = await work({ add });
    await lastSteps?.end();
    return { steps: { path: file.path, content: await file.finish() }, value };
  } finally {
    await lastSteps?.close();
  }
};

/** Writes the steps of a snapshot's file anew. */
export const writeStepsOfFile = async (open: OpenGzipFile, path: string): Promise<GzippedLines> => {
  const { steps } = await writeSteps(open, undefined, async ({ add }) => {
    for await (const line of gunzippedLines(path)) await add(line, false);
  });
  return steps;
};

/** They are made of the snapshot alone, so that nothing is lost with them. */
export const unreadableSteps = (lake: Lake, error: BrokenStepsError): UnreadableLakeError =>
  new UnreadableLakeError(lake.location, STEP_KEY, error.message, 'Delete this object, then run again', {
    cause: error,
  });

const stepLines = (line: Buffer): readonly Buffer[] => {
  const row = decodeRow(workflowTable, line.toString('utf8'));
  const region = parseWorkflowArn(row.arn)?.region;
  if (region === undefined) throw new RowError(workflowTable, ['arn must be the ARN of a workflow']);
  return stepRows({ ...row, region }).map((step) => Buffer.from(encodeRow(stepTable, step)));
};
