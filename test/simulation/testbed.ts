import type { FakeAccount } from './account/fake-account';
import type { FakeLake } from './fake-lake';
import type { Fates } from './fates';
import type { Random } from './random';
import type { Tally } from './tally';
import type { Trace } from './trace';
import type { VirtualTime } from './virtual-time';

/** What attempts work on, and what decides and records how it goes: the ground under every port. */
export interface Testbed {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly account: FakeAccount;
  readonly lake: FakeLake;
  readonly fates: Fates;
  readonly tally: Tally;
  readonly trace: Trace;
}
