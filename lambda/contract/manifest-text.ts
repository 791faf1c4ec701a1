import { type DraftManifest, draftManifestShape, type Manifest, manifestShape } from './manifest';
import { faultsBy, type Shape } from './shape';
import { SCHEMA_VERSION } from './tables';

type ParsedManifest<T> =
  | { readonly ok: true; readonly value: T }
  /** newerSchema: written by a later version of the collector; nothing else of it was judged. */
  | { readonly ok: false; readonly problem: string; readonly newerSchema: boolean };

const refused = (problem: string, newerSchema = false): ParsedManifest<never> => ({ ok: false, problem, newerSchema });

/** 0 where none is named. */
const schemaVersionOf = (value: unknown): number => {
  const named = typeof value === 'object' && value !== null && 'schema_version' in value ? value.schema_version : null;
  return Number.isSafeInteger(named) ? Number(named) : 0;
};

const parseBy = <T>(shape: Shape<T>, given: string): ParsedManifest<T> => {
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch {
    return refused('is not JSON');
  }
  const version = schemaVersionOf(value);
  if (version > SCHEMA_VERSION)
    return refused(`has schema version ${version}; this collector knows those up to ${SCHEMA_VERSION}`, true);
  const written = shape.asOf(version);
  const upgraded = written.is(value) ? shape.upgraded(value) : undefined;
  return shape.is(upgraded) ? { ok: true, value: upgraded } : refused(faultsBy(written, value).join('; '));
};

/** Reads the manifest of a published run. Problems end a sentence that names the object. */
export const parseManifest = (given: string): ParsedManifest<Manifest> => parseBy(manifestShape, given);

/** Reads the draft manifest of an attempt. Problems end a sentence that names the object. */
export const parseDraftManifest = (given: string): ParsedManifest<DraftManifest> => parseBy(draftManifestShape, given);

/**
 * The one spelling of a manifest, whatever the order of its members: a draft's hash is the id of its attempt. A run that an
 * earlier version committed is announced as that version would have done it.
 */
export const formatManifest = (manifest: Manifest | DraftManifest): string => {
  const current: Shape<unknown> = 'objects' in manifest ? manifestShape : draftManifestShape;
  const shape = current.asOf(manifest.schema_version);
  const value = shape.canonical(manifest);
  // One that could not be read back must not be committed: every later run would stop at it.
  if (!shape.is(value)) throw new TypeError(`a manifest was made wrongly: ${faultsBy(shape, value).join('; ')}`);
  return `${JSON.stringify(value, null, 2)}\n`;
};
