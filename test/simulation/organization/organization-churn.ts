import { AccountChurn } from '../account/account-churn';
import { type FakeAccount, ROLES } from '../account/fake-account';
import type { Occurrences } from '../occurrences';
import type { Random } from '../random';
import type { Trace } from '../trace';
import type { VirtualTime } from '../virtual-time';
import { type FakeOrganization, LISTINGS, STS_BEHAVIOURS, UNITS } from './fake-organization';

/** Changes an organization and its accounts, as their owners, AWS and chance would. */
export class OrganizationChurn {
  constructor(
    private readonly organization: FakeOrganization,
    private readonly random: Random,
    private readonly time: VirtualTime,
    private readonly occurrences: Occurrences,
    private readonly trace: Trace,
  ) {}

  /** Makes one change. */
  change(): void {
    const { accounts, others } = this.organization;
    if (others.length === 0 || this.random.chance(0.4)) this.churnOf(this.random.pick(accounts)).change();
    else this.changeOrganization(this.random.pick(others));
  }

  /** The faults stop: who is active can be opened, and all are listed. Who has left stays away. */
  heal(): void {
    const { accounts, listing, sts } = this.organization;
    listing.set(this.time.now, 'whole');
    sts.set(this.time.now, 'healthy');
    for (const account of accounts) {
      account.role.set(this.time.now, 'there');
      this.churnOf(account).heal();
    }
  }

  private churnOf(account: FakeAccount): AccountChurn {
    return new AccountChurn(account, this.random, this.time, this.occurrences, this.trace);
  }

  private changeOrganization(account: FakeAccount): void {
    const change = this.random.pick([
      this.changeStanding,
      this.changeStanding,
      this.changeStanding,
      this.changeRole,
      this.changeRole,
      this.changeListing,
      this.changeSts,
      this.changeSts,
      this.move,
    ]);
    const kind = change.call(this, account);
    this.trace.add(this.time.now, account.id, kind);
    this.occurrences.count('organization', kind);
  }

  private changeStanding({ standing, isActive }: FakeAccount): string {
    const isNew = standing.current === 'outside' && !standing.during(0, this.time.now).includes('ACTIVE');
    const next = isActive ? this.random.pick(['outside', 'SUSPENDED', 'CLOSED', 'PENDING_CLOSURE'] as const) : 'ACTIVE';
    standing.set(this.time.now, next);
    if (isActive) return next === 'outside' ? 'an account leaves' : `an account is ${next}`;
    return isNew ? 'an account joins' : 'an account comes back';
  }

  private changeRole({ role }: FakeAccount): string {
    role.set(this.time.now, role.current === 'there' ? this.random.pick(ROLES) : 'there');
    return `role: ${role.current}`;
  }

  private changeListing(): string {
    const { listing } = this.organization;
    listing.set(this.time.now, listing.current === 'whole' ? this.random.pick(LISTINGS) : 'whole');
    return `listing: ${listing.current}`;
  }

  private changeSts(): string {
    const { sts } = this.organization;
    sts.set(this.time.now, sts.current === 'healthy' ? this.random.pick(STS_BEHAVIOURS) : 'healthy');
    return `STS: ${sts.current}`;
  }

  private move(account: FakeAccount): string {
    account.unit = this.random.pick([undefined, ...UNITS]);
    return 'an account moves';
  }
}
