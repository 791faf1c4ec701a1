import { existsSync } from 'node:fs';
import { systemClock } from '../lambda/clock';
import { reportCommand } from './command-line/report-command';
import { makeScratch } from './command-line/scratch';
import { processSignals } from './command-line/signals';
import { DEMO_LAKE } from './demo/demo-folder';
import { openNetwork } from './network/network';
import { silenceNodeWarning } from './network/node-warning';
import { standardOutput } from './terminal/output';

silenceNodeWarning(process.env);

void reportCommand(process.argv.slice(2), {
  out: standardOutput(process.stdout),
  err: standardOutput(process.stderr),
  clock: systemClock,
  signals: processSignals,
  makeScratch,
  openNetwork,
  demoLake: existsSync(DEMO_LAKE) ? DEMO_LAKE : undefined,
}).then((status) => {
  process.exitCode = status;
});
