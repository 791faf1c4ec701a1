import { scheduledTimeOf } from '../../lambda/contract/scheduled-time';
import { cleanRequest, QUIET_MILLISECONDS } from './clean-request';
import type { Fault } from './faults/fault';
import type { Simulator } from './simulator';

const MOST_RUNS = 3;

/** A fault that some attempt was to meet and none has: more runs, each repeated until it succeeds, until one has. */
export const meetPendingFaults = async (simulator: Simulator): Promise<void> => {
  const { organization, faults, random, time } = simulator.testbed;
  for (let runs = 0; runs < MOST_RUNS; runs++) {
    const [pending] = faults.pending;
    if (pending === undefined) return;
    time.now += QUIET_MILLISECONDS;
    organization.own.create(random.pick(organization.own.regions));
    const request = cleanRequest(scheduledTimeOf(time.now), organization);
    const start = (own: readonly Fault[]): void =>
      simulator.start({
        request,
        faults: own,
        onEnd: (end) => {
          if (end === 'crash' || 'error' in end) time.at(time.now + 1_000, () => start([]));
        },
      });
    start(faultsBefore(pending));
    await simulator.untilQuiet();
  }
};

/** Some calls are made only where another attempt has been before: it must get so far, and no farther. */
const faultsBefore = ({ call }: Fault): readonly Fault[] =>
  call === 'peek coverage' || call === 'peek change'
    ? [{ call: call.replace('peek', 'put'), kind: 'crash after' }]
    : [];
