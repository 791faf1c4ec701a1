import { systemClock } from '../lambda/clock';
import { run } from '../lambda/run';
import { callerAccount } from '../lambda/source/aws/caller-account';
import { createAwsSource } from '../lambda/source/aws/source';
import { collectCommand } from './command-line/collect-command';
import { openFilesLimit } from './command-line/open-files';
import { processSignals } from './command-line/signals';
import { openNetwork } from './network/network';
import { standardOutput } from './terminal/output';

// The SDK's word on versions of Node is for who maintains this program, not for who runs it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

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
