import { configurationTable } from '../lib/configuration/configuration';
import { withGeneratedPart } from './generated-part';

/** docs/configuration.md with its table renewed. */
export const configurationDocument = (document: string): string =>
  withGeneratedPart(document, 'lib/configuration/configuration-members.ts', configurationTable());
