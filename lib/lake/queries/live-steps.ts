/** Of steps, those of builds that are neither deprecated nor disabled. */
export const LIVE = 'arn IN (SELECT arn FROM imagebuilder_workflow WHERE state IS NULL)';

/** Which build a step is of. */
export const BUILD_COLUMNS = "account_id, region, name, version, split_part(arn, '/', 5) AS build";
