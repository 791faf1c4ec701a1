import { systemClock } from '../lambda/clock';
import { run } from '../lambda/run';
import { callerAccount } from '../lambda/source/aws/caller-account';
import { createAwsSource } from '../lambda/source/aws/source';
import { collectCommand } from './command-line/collect-command';
import { openFilesLimit } from './command-line/open-files';
import { processSignals } from './command-line/signals';
import { openNetwork } from './network/network';
import { silenceNodeWarning } from './network/node-warning';
import { standardOutput } from './terminal/output';

silenceNodeWarning(process.env);

void collectCommand(process.argv.slice(2), {
  out: standardOutput(process.stdout),
  err: standardOutput(process.stderr),
  clock: systemClock,
  signals: processSignals,
  openNetwork,
  callerAccount,
  createSource: (access, members) => createAwsSource({ access, members }),
  openFilesLimit: openFilesLimit(),
  run,
}).then((status) => {
  process.exitCode = status;
});
