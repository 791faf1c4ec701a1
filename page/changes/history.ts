import type { Report } from '../report';
import { timeText } from '../time';

/** How far back changes are known. */
export const historyText = ({ index: { changes, has_whole_history, run } }: Report): string => {
  const oldest = changes.at(-1)?.run;
  if (oldest === undefined)
    return has_whole_history
      ? `The run of ${timeText(run)} is the first of this lake: nothing can have changed yet.`
      : 'The lake holds no changes: the runs before changed nothing, or what they changed has expired.';
  return has_whole_history
    ? `Changes are known from the first run of this lake on, that of ${timeText(oldest)}.`
    : `Changes are known back to ${timeText(oldest)}. Earlier runs changed nothing, or what they changed has expired.`;
};
