import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a workflow document, by its file's name. */
export const document = (name: string): string => readFileSync(join(__dirname, 'documents', name), 'utf8');
