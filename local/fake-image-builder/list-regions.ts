import { type Answer, ok } from './answer';
import type { Call } from './call';
import type { FakeRegion } from './fake-region';

/** All Regions on one page. https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
export const listRegions = ({ account, body }: Call): Answer => {
  const wanted = body['RegionOptStatusContains'];
  const isWanted = (status: string): boolean => !Array.isArray(wanted) || wanted.includes(status);
  const regions = account
    .regions()
    .map((region) => ({ RegionName: region.name, RegionOptStatus: optStatusOf(region) }));
  return ok({ Regions: regions.filter(({ RegionOptStatus }) => isWanted(RegionOptStatus)) });
};

const optStatusOf = ({ behaviour }: FakeRegion): string =>
  behaviour.kind === 'not_enabled' ? 'DISABLED' : 'ENABLED_BY_DEFAULT';
