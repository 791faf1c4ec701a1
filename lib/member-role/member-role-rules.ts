import { Token } from 'aws-cdk-lib';
import {
  EXTERNAL_ID_RULE,
  isExternalId,
  isRoleArn,
  isRoleName,
  isUnitId,
  ROLE_RULE,
} from '../../lambda/contract/aws-names';
import { isWithoutRepeats, UNITS } from '../configuration/account-members';
import { faultyError } from '../configuration/configuration';
import { isPartitionRegion } from '../configuration/partition-region';

/** A wildcard in an ARN would be one: to IAM, ArnEquals is no different from ArnLike. */
const RULES = [
  { prop: 'collectorRoleArn', holds: isRoleArn, allowed: 'the ARN of a role, without a wildcard' },
  { prop: 'roleName', holds: isRoleName, allowed: ROLE_RULE },
  { prop: 'externalId', holds: isExternalId, allowed: EXTERNAL_ID_RULE },
  { prop: 'region', holds: isPartitionRegion, allowed: 'a Region that all accounts have enabled' },
] as const;

type RuledProp = (typeof RULES)[number]['prop'];

interface RuledProps extends Readonly<Partial<Record<RuledProp, string | undefined>>> {
  readonly organizationalUnits?: readonly string[] | undefined;
}

/**
 * What is wrong would be found out when the role is deployed, or by no session that it ever gives. A value that is not
 * known yet is not looked at.
 *
 * @throws ConfigurationError that names every fault at once
 */
export const checkMemberRole = (props: RuledProps): void => {
  const faults = [...textFaults(props), ...unitFaults(props)];
  if (faults.length > 0) throw faultyError('The props of a member role are', faults);
};

const textFaults = (props: RuledProps): readonly string[] =>
  RULES.flatMap(({ prop, holds, allowed }) => {
    const given = props[prop];
    return given === undefined || Token.isUnresolved(given) || holds(given) ? [] : [faultOf(prop, given, allowed)];
  });

const unitFaults = ({ organizationalUnits: units }: RuledProps): readonly string[] => {
  if (units === undefined || Token.isUnresolved(units)) return [];
  const areUnits = units.every((unit) => Token.isUnresolved(unit) || isUnitId(unit));
  if (units.length > 0 && areUnits && isWithoutRepeats(units)) return [];
  return [faultOf('organizationalUnits', units, `a list of ${UNITS}`)];
};

const faultOf = (name: string, given: unknown, allowed: string): string =>
  `${name}: given ${JSON.stringify(given)}; allowed: ${allowed}`;
