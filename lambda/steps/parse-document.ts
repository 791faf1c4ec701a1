import { loadAll, YAMLException } from 'js-yaml';
import { MAX_ALIASES, MAX_DEPTH, MAX_DOCUMENT_CHARACTERS, type StepProblem } from '../contract/step-problem';
import { DocumentError } from './document-error';
import { COMPLEX_KEY, SCHEMA } from './yaml-schema';
import { isMap, type YamlMap } from './yaml-value';

/** A workflow document, YAML or JSON, which is YAML, too. Throws a DocumentError. */
export const parseDocument = (text: string): YamlMap => {
  if (text.length > MAX_DOCUMENT_CHARACTERS) throw new DocumentError('too_long');
  // A separator at the end begins another document, with nothing in it.
  const [document, ...others] = loadDocuments(text).filter((one) => one !== null);
  if (document === undefined) throw new DocumentError('empty');
  if (others.length > 0) throw new DocumentError('several_documents');
  if (!isMap(document)) throw new DocumentError('no_map');
  return document;
};

const loadDocuments = (text: string): readonly unknown[] => {
  try {
    return loadAll(text, { schema: SCHEMA, maxDepth: MAX_DEPTH, maxAliases: MAX_ALIASES });
  } catch (error) {
    // Not the cause: its message quotes the document.
    throw new DocumentError(error instanceof YAMLException ? problemOf(error.reason) : 'unreadable');
  }
};

/** How the parser's reasons begin that say more than that this is no YAML. */
const REASONS: readonly (readonly [string, StepProblem])[] = [
  ['tab characters must not', 'tab'],
  ['null byte', 'character'],
  ['expected valid JSON character', 'character'],
  ['the stream contains non-printable characters', 'character'],
  ['duplicated mapping key', 'duplicate_key'],
  [COMPLEX_KEY, 'complex_key'],
  ['unknown scalar tag', 'tag'],
  ['unknown sequence tag', 'tag'],
  ['unknown mapping tag', 'tag'],
  ['undeclared tag handle', 'tag'],
  ['cannot resolve a node', 'tag'],
  ['unidentified alias', 'unknown_alias'],
  ['aliases exceeded', 'too_many_aliases'],
  ['merge keys exceeded', 'merge'],
  ['abnormal merge sequence size', 'merge'],
  ['cannot merge mappings', 'merge'],
  ['nesting exceeded', 'too_deep'],
];

const problemOf = (reason: string): StepProblem =>
  REASONS.find(([beginning]) => reason.startsWith(beginning))?.[1] ?? 'unreadable';
