import { drawRegions, REGION_NAMES } from '../account/draw-regions';
import { FakeAccount, type Standing } from '../account/fake-account';
import { Timeline } from '../account/timeline';
import type { Fault } from '../faults/fault';
import type { Random } from '../random';
import type { VirtualTime } from '../virtual-time';
import { ACCOUNT_ID, FakeOrganization, UNITS } from './fake-organization';

/** Some IDs sort before the collector's own, and some after it. */
const OTHERS = [
  '000011112222',
  '222233334444',
  '099988887777',
  '333344445555',
  '111122223334',
  '444455556666',
] as const;

/** More than may be opened in vain: so many that a silent STS shows what it costs. */
const CROWD = 40;

/**
 * One account, some, or a crowd. All have the same Regions, so that a list of Regions fits each of them: fewer where there
 * are more accounts, so that a scenario stays small.
 *
 * @param assigned the fault that some attempt is to meet: there must be somebody who makes that call
 */
export const drawOrganization = (random: Random, time: VirtualTime, assigned: Fault): FakeOrganization => {
  const isOfOrganization = assigned.call.startsWith('listAccounts') || assigned.call === 'openAccount';
  const others = drawOthers(random, isOfOrganization ? 1 : 0);
  const most = others.length === 0 ? REGION_NAMES.length : others.length < 3 ? 2 : 1;
  const names = REGION_NAMES.slice(0, random.between(1, most));
  const hasPaths = assigned.call !== 'listAccountsUnder' && random.chance(0.7);
  const isCrowd = others.length === CROWD;
  const accounts = [ACCOUNT_ID, ...others].map((id, index) => {
    const regions = drawRegions(names, random, time.now, assigned.call === 'listWorkflows');
    const standing: Standing = index > 0 && !isCrowd && random.chance(0.15) ? 'outside' : 'ACTIVE';
    const unit = random.pick([undefined, ...UNITS]);
    return new FakeAccount(id, new Timeline<Standing>(time.now, standing), unit, regions, time, random.fork());
  });
  const organization = new FakeOrganization(accounts, hasPaths, time.now);
  if (isCrowd) organization.sts.set(time.now, random.pick(['throttled', 'silent', 'healthy']));
  return organization;
};

const drawOthers = (random: Random, least: number): readonly string[] => {
  if (random.chance(0.02)) return Array.from({ length: CROWD }, (_, index) => `5000000000${10 + index}`);
  return OTHERS.slice(0, Math.max(least, random.pick([0, 0, 0, 1, 2, 4, 6])));
};
