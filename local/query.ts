import { existsSync } from 'node:fs';
import { queryCommand } from './command-line/query-command';
import { standardOutput } from './command-line/standard-output';

const DEMO_LAKE = 'lake/demo';

void queryCommand(process.argv.slice(2), {
  out: standardOutput(process.stdout),
  err: standardOutput(process.stderr),
  demoLake: existsSync(DEMO_LAKE) ? DEMO_LAKE : undefined,
}).then((status) => {
  process.exitCode = status;
});
