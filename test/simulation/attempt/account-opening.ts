import type { ReadError } from '../../../lambda/source/image-builder';
import type { OrganizationAccount } from '../../../lambda/source/organization';

/** What an attempt was told of an account when it opened it, or asked for its Regions. */
export interface AccountOpening {
  failure?: ReadError;
  /** Absent where it was not asked for its enabled Regions, or did not answer. */
  enabled?: readonly string[];
}

/** What an attempt was told of the organization. */
export interface ListedOrganization {
  readonly accounts: readonly OrganizationAccount[];
  /** Who is in each unit whose tree it walked. */
  readonly under: Map<string, readonly string[]>;
}
