import { describe, expect, it } from '@jest/globals';
import { planTargets } from '../../lambda/reading/plan';
import { ReadError, type Source } from '../../lambda/source/image-builder';
import { ACCOUNT } from '../fakes/account';

const planning = (error: ReadError): Promise<unknown> => {
  const source: Source = {
    enabledRegions: () => Promise.reject(error),
    imageBuilder: () => {
      throw new Error('not asked in these tests');
    },
  };
  return planTargets({ accountId: ACCOUNT, regions: 'enabled', excludedRegions: [] }, source);
};

describe('a plan whose Regions cannot be listed says what to do', () => {
  it.each([
    ['AccessDeniedException', 'no policy allows it', /Allow account:ListRegions, or name the Regions$/],
    ['AccessDeniedException', 'with an explicit deny in a service control policy', /A policy denies it/],
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1', /check the endpoint/],
  ])('%s: %s', async (code, message, text) => {
    await expect(planning(new ReadError('denied', code, message))).rejects.toThrow(text);
  });

  it('and asks for no permission where none is missing', async () => {
    const lost = new ReadError('unavailable', 'ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1');
    await expect(planning(lost)).rejects.not.toThrow(/account:ListRegions/);
  });
});
