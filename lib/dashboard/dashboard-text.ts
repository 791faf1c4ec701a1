import { ALARM_TEXTS } from '../alarms/alarm-texts';
import { DEFAULTS } from '../configuration/defaults';

/** What each alarm says, and where the runbook tells what to do: Markdown for whoever looks at the dashboard. */
export const dashboardText = (runbook: string): string => {
  // Without an address of its own it is the name of a file, which leads nowhere.
  const isLink = runbook !== DEFAULTS.runbook;
  const nameOf = (name: string): string => (isLink ? `[${name}](${runbook}#${name.toLowerCase()})` : `**${name}**`);
  const then = isLink ? 'its name below leads to what to do' : `\`${runbook}\` what to do`;
  return [
    `An alarm is red? Its description says what to ask first, ${then}.`,
    '',
    ...Object.entries(ALARM_TEXTS).map(([name, { says }]) => `- ${nameOf(name)}: ${says}`),
  ].join('\n');
};
