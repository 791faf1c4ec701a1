import { parseWorkflowArn } from '../arn';
import { STEP_KEY } from '../contract/layout';
import { stepTable, workflowTable } from '../contract/tables';
import { UnreadableLakeError } from '../errors';
import type { Lake } from '../lake/lake';
import { type GzipFile, type GzippedLines, type OpenGzipFile, withGzipFiles } from '../snapshot/gzip-file';
import { type BrokenStepsError, LastSteps } from '../snapshot/last-steps';
import type { RowTaker } from '../snapshot/merge';
import { decodeRow, encodeRow, keyOfLine, RowError } from '../snapshot/ndjson';
import { STAMP_LENGTH } from '../snapshot/stamp';
import { stepRows } from '../steps/step-rows';

/** Opens a file of steps, with room for the name of their run. */
export const openSteps = (open: OpenGzipFile, name: string): GzipFile => open(name, { nameLength: STAMP_LENGTH });

/**
 * Writes the steps of the rows that the work gives, which come in the order of their ARNs. A row that did not change has
 * the steps that it had: its document is not read again.
 *
 * @param last the steps of the last snapshot; undefined where every document is to be read
 */
export const writeSteps = async <T>(
  file: GzipFile,
  last: GzippedLines | undefined,
  work: (steps: RowTaker) => Promise<T>,
): Promise<{ readonly steps: GzippedLines; readonly value: T }> => {
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

/** Reads every document of a snapshot, and writes their steps to a file of the folder. */
export const writeAllSteps = (
  folder: string,
  name: string,
  lines: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<GzippedLines> =>
  withGzipFiles(folder, async (open) => {
    const { steps } = await writeSteps(openSteps(open, name), undefined, async ({ add }) => {
      for await (const line of lines) await add(line, false);
    });
    return steps;
  });

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
