import type { FakeAccount } from './fake-account';
import type { FakeRegion } from './fake-region';
import type { Pagination } from './pagination';

/** A request to Image Builder that has been signed for, routed and parsed. */
export interface Call {
  readonly account: FakeAccount;
  readonly region: FakeRegion;
  /** The ARN in the address; empty where there is none. */
  readonly arn: string;
  /** The members of the JSON body; empty where there is none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly pagination: Pagination;
}
