import { configurationTable } from '../lib/configuration/configuration';
import { withGeneratedPart } from './generated-part';

/** README.md with the table of the configuration renewed. */
export const readmeDocument = (document: string): string =>
  withGeneratedPart(document, 'lib/configuration/configuration-members.ts', configurationTable());
