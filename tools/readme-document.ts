import { configurationTable } from '../lib/configuration';
import { withGeneratedPart } from './generated-part';

/** README.md with the table of the configuration renewed. */
export const readmeDocument = (document: string): string =>
  withGeneratedPart(document, 'lib/configuration-members.ts', configurationTable());
