import { scheduledTimeOf } from '../../lambda/contract/scheduled-time';
import { cleanRequest, QUIET_MILLISECONDS } from './clean-request';
import type { Incident } from './faults/fault';
import type { World } from './simulator';

const MOST_RUNS = 3;

/** What was to befall somebody and has not yet: more runs, each repeated until it succeeds, until it has. */
export const playEncore = async (world: World): Promise<void> => {
  const { account, fates, random, time } = world.testbed;
  for (let runs = 0; runs < MOST_RUNS; runs++) {
    const [turn] = fates.awaited;
    if (turn === undefined) return;
    time.now += QUIET_MILLISECONDS;
    account.create(random.pick(account.regions));
    const request = cleanRequest(scheduledTimeOf(time.now));
    const start = (incidents: readonly Incident[]): void =>
      world.start({
        request,
        incidents,
        onEnd: (end) => {
          if (end === 'crash' || 'error' in end) time.at(time.now + 1_000, () => start([]));
        },
      });
    start(forerunners(turn));
    await world.untilQuiet();
  }
};

/** Some calls are made only where another attempt has been before: it must get so far, and no farther. */
const forerunners = ({ call }: Incident): readonly Incident[] =>
  call === 'peek coverage' || call === 'peek change'
    ? [{ call: call.replace('peek', 'put'), fate: 'crash after' }]
    : [];
