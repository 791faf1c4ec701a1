import type { Source } from '../../lambda/source/image-builder';

const notAsked = (): Promise<never> => Promise.reject(new Error('not asked in these tests'));

/** What a source that knows the collector's own account alone has to say of others. */
export const oneAccount: Pick<Source, 'organization' | 'openAccount'> = {
  organization: { listAccounts: notAsked, listAccountsUnder: notAsked },
  openAccount: notAsked,
};
