import type { FaultInjector } from './faults/fault-injector';
import type { FakeLake } from './lake/fake-lake';
import type { Occurrences } from './occurrences';
import type { FakeOrganization } from './organization/fake-organization';
import type { Random } from './random';
import type { Trace } from './trace';
import type { VirtualTime } from './virtual-time';

/** What attempts work on, and what decides and records how it goes: the ground under every port. */
export interface Testbed {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly organization: FakeOrganization;
  readonly lake: FakeLake;
  readonly faults: FaultInjector;
  readonly occurrences: Occurrences;
  readonly trace: Trace;
}
