import type { Clock } from '../../clock';
import type { RoleCredentials } from './assume-role';

/** The clients ask for new credentials five minutes before theirs end. */
const RENEWED_BEFORE_THE_END = 10 * 60 * 1000;

/** The credentials of one account, which all its clients share. */
export class RoleSession {
  private renewal: Promise<RoleCredentials> | undefined;

  constructor(
    private current: RoleCredentials,
    private readonly assume: () => Promise<RoleCredentials>,
    private readonly clock: Clock,
  ) {}

  /** Those there are, or new ones where these are about to end. A client asks again when they are. */
  async credentials(): Promise<RoleCredentials> {
    if (this.current.expiration.getTime() - this.clock.now() > RENEWED_BEFORE_THE_END) return this.current;
    this.renewal ??= this.renew();
    return this.renewal;
  }

  private async renew(): Promise<RoleCredentials> {
    try {
      this.current = await this.assume();
      return this.current;
    } finally {
      this.renewal = undefined;
    }
  }
}
