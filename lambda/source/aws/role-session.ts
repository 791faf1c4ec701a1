import type { Clock } from '../../clock';
import { ReadError } from '../image-builder';
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
    if (this.timeLeft() > RENEWED_BEFORE_THE_END) return this.current;
    this.renewal ??= this.renew();
    return this.renewal;
  }

  private async renew(): Promise<RoleCredentials> {
    try {
      this.current = await this.assume();
    } catch (error) {
      // While they are good, STS may be silent, or refuse: whoever asks next tries again.
      if (!(error instanceof ReadError) || this.timeLeft() <= 0) throw error;
    } finally {
      this.renewal = undefined;
    }
    return this.current;
  }

  /** In milliseconds. */
  private timeLeft(): number {
    return this.current.expiration.getTime() - this.clock.now();
  }
}
