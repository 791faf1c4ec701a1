import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PlanError } from '../../../lambda/errors';
import type { Timeouts } from '../../../lambda/sdk/timeouts';
import { callerAccount } from '../../../lambda/source/aws/caller-account';
import { HostileServer, silence, text } from '../../fakes/hostile-server';

const ENVIRONMENT = { ...process.env };

let server: HostileServer;
beforeAll(async () => {
  server = await HostileServer.start();
});
afterAll(() => server.stop());

beforeEach(() => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_ENDPOINT_URL: server.url,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  delete process.env['AWS_PROFILE'];
});
afterEach(() => {
  process.env = { ...ENVIRONMENT };
});

const refusal = (code: string): string =>
  `<ErrorResponse><Error><Code>${code}</Code><Message>said</Message></Error></ErrorResponse>`;

const identity = (account: string): string =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

const messageOf = async (timeouts?: Timeouts): Promise<string> => {
  const error: unknown = await callerAccount({ region: 'eu-west-1' }, timeouts).catch((thrown: unknown) => thrown);
  if (error instanceof PlanError) return error.message;
  throw new Error('no PlanError');
};

describe('an account that STS does not name', () => {
  it('is told with what STS said, and what to do', async () => {
    server.answers(text(refusal('ExpiredToken'), 403));
    expect(await messageOf()).toBe(
      'STS could not say which account the credentials belong to (ExpiredToken: said). ' +
        'The session has ended: sign in again, or get a new session token',
    );
  });

  it.each(['', 'aws', '11112222333', '1111222233334'])('is not made out of an answer of "%s"', async (account) => {
    server.answers(text(identity(account)));
    expect(await messageOf()).toBe('STS answered without an account.');
  });

  it('is not waited for where STS is silent', async () => {
    server.answers(silence);
    expect(await messageOf({ connection: 100, request: 100 })).toMatch(/^STS could not say .* \(ETIMEDOUT: /);
  });

  it('is the one that it names', async () => {
    server.answers(text(identity('111122223333')));
    expect(await callerAccount({ region: 'eu-west-1' })).toBe('111122223333');
  });
});
