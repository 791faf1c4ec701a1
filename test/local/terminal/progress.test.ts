import { describe, expect, it } from '@jest/globals';
import { showProgress } from '../../../local/terminal/progress';
import { VirtualClock } from '../../fakes/virtual-clock';
import { recordedOutput } from '../demo/recorded-output';

describe('the progress on a terminal', () => {
  it('shows how long the run took, whoever set the clock meanwhile', async () => {
    const clock = new VirtualClock();
    const output = recordedOutput(80);
    const progress = showProgress(output, clock);
    await clock.run(clock.sleep(5_000));
    clock.setBack(3_600_000);
    progress.report({ event: 'planned', targets: 2, accounts: 1, notOpened: 0, regions: 2, lastRows: 0 });

    expect(output.text()).toMatch(/0 of 2 targets · 0 builds · 0:05$/);
    progress.end();
    expect(clock.pending).toBe(0);
  });
});
