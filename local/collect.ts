import { createAwsSource } from '../lambda/aws-source';
import { callerAccount } from '../lambda/caller';
import { systemClock } from '../lambda/clock';
import { run } from '../lambda/run';
import { collectCommand } from './command-line/collect-command';
import { processSignals } from './command-line/process-signals';
import { standardOutput } from './command-line/standard-output';

// The SDK's word on versions of Node is for who maintains this program, not for who runs it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

void collectCommand(process.argv.slice(2), {
  out: standardOutput(process.stdout),
  err: standardOutput(process.stderr),
  clock: systemClock,
  signals: processSignals,
  callerAccount,
  createSource: () => createAwsSource({}),
  run,
}).then((status) => {
  process.exitCode = status;
});
