import {
  ENABLED_REGIONS,
  type FunctionEnvironment,
  LIST_SEPARATOR,
  ORGANIZATION,
  OWN_ACCOUNT,
  S3_MANAGED,
} from '../../lambda/contract/environment';
import { DEFAULTS } from '../configuration/defaults';
import type { AccountProps } from './account-props';

/** What the function is set to do, as the stack knows it. */
export interface FunctionSettings extends AccountProps {
  readonly bucketName: string;
  readonly bucketKeyArn?: string | undefined;
  readonly encryptionHeader?: boolean | undefined;
  readonly regions?: readonly string[] | 'enabled' | undefined;
  readonly excludedRegions?: readonly string[] | undefined;
  readonly serviceName: string;
}

export const functionEnvironment = (settings: FunctionSettings): FunctionEnvironment => {
  const { bucketName, bucketKeyArn, encryptionHeader = bucketKeyArn !== undefined } = settings;
  return {
    LAKE_BUCKET: bucketName,
    REGIONS: listOf(settings.regions ?? ENABLED_REGIONS),
    POWERTOOLS_SERVICE_NAME: settings.serviceName,
    ...(encryptionHeader ? { LAKE_ENCRYPTION: bucketKeyArn ?? S3_MANAGED } : {}),
    ...stated({ EXCLUDED_REGIONS: listOf(settings.excludedRegions) }),
    ...accountVariables(settings),
  };
};

/** Nothing for the function's own account alone: it is what the function does by itself. */
const accountVariables = ({ accounts = OWN_ACCOUNT, ...settings }: AccountProps): Partial<FunctionEnvironment> =>
  accounts === OWN_ACCOUNT
    ? {}
    : stated({
        ACCOUNTS: listOf(accounts),
        MEMBER_ROLE: settings.memberRoleName ?? DEFAULTS.memberRoleName,
        EXTERNAL_ID: settings.externalId ?? '',
        ...(accounts === ORGANIZATION ? organizationVariables(settings) : {}),
      });

const organizationVariables = (settings: AccountProps): Partial<FunctionEnvironment> => ({
  ORGANIZATIONAL_UNITS: listOf(settings.organizationalUnits),
  EXCLUDED_ACCOUNTS: listOf(settings.excludedAccounts),
  EXCLUDED_ORGANIZATIONAL_UNITS: listOf(settings.excludedOrganizationalUnits),
  ORGANIZATION_ROLE: settings.organizationRoleArn ?? '',
});

const listOf = (value: string | readonly string[] = []): string =>
  typeof value === 'string' ? value : value.join(LIST_SEPARATOR);

const stated = (variables: Partial<FunctionEnvironment>): Partial<FunctionEnvironment> =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));

/** All variables of a function together. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_BYTES = 4096;

/** How AWS counts is not said: here, as the JSON that is sent. */
export const fitsFunction = (environment: FunctionEnvironment): boolean =>
  Buffer.byteLength(JSON.stringify(environment)) <= MOST_BYTES;
