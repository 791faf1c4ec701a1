import type { Build, Tag } from './report-data';

/** `live`, or what AWS calls its state, in small letters. */
export const stateOf = ({ state }: Build): string => (state === null ? 'live' : state.status.toLowerCase());

/** How a filter names the key of the service, and a key that is not known: neither is an ARN. */
export const SERVICE_KEY = 'service';
export const UNKNOWN_KEY = 'unknown';

/** The ARN of its key, or one of the words above. */
export const keyOf = ({ kms_key_id, document }: Build): string =>
  kms_key_id ?? (document === null ? UNKNOWN_KEY : SERVICE_KEY);

export const tagText = ({ key, value }: Tag): string => `${key}=${value}`;

/** The ARN without version and build: `…:workflow/TYPE/NAME`. */
export const workflowIdOf = (arn: string): string => arn.replace(/(\/[^/]*){2}$/, '');

/** The number of the build: what the ARN ends in. */
const buildNumberOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** `2.0.0, build 2`. */
export const versionText = ({ version, arn }: Pick<Build, 'version' | 'arn'>): string =>
  `${version ?? 'unknown version'}, build ${buildNumberOf(arn)}`;
