import { existsSync } from 'node:fs';
import { queryCommand } from './command-line/query-command';
import { makeScratch } from './command-line/scratch';
import { processSignals } from './command-line/signals';
import { DEMO_LAKE } from './demo/demo-folder';
import { openNetwork } from './network/network';
import { standardOutput } from './terminal/output';

// The SDK's word on versions of Node is for who maintains this program, not for who runs it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

void queryCommand(process.argv.slice(2), {
  out: standardOutput(process.stdout),
  err: standardOutput(process.stderr),
  signals: processSignals,
  makeScratch,
  openNetwork,
  demoLake: existsSync(DEMO_LAKE) ? DEMO_LAKE : undefined,
}).then((status) => {
  process.exitCode = status;
});
