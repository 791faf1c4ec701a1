import { type DraftManifest, draftManifestShape, type Manifest, manifestShape } from './manifest';
import { faultsBy, type Shape } from './shape';
import { SCHEMA_VERSION } from './tables';

type ParsedManifest<T> =
  | { readonly ok: true; readonly value: T }
  /** newerSchema: written by a later version of the collector; nothing else of it was judged. */
  | { readonly ok: false; readonly problem: string; readonly newerSchema: boolean };

const refused = (problem: string, newerSchema = false): ParsedManifest<never> => ({ ok: false, problem, newerSchema });

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
  if (shape.is(value)) return { ok: true, value };
  const version = schemaVersionOf(value);
  return version > SCHEMA_VERSION
    ? refused(`has schema version ${version}; this collector knows those up to ${SCHEMA_VERSION}`, true)
    : refused(faultsBy(shape, value).join('; '));
};

/** Reads the manifest of a published run. Problems end a sentence that names the object. */
export const parseManifest = (given: string): ParsedManifest<Manifest> => parseBy(manifestShape, given);

/** Reads the draft manifest of an attempt. Problems end a sentence that names the object. */
export const parseDraftManifest = (given: string): ParsedManifest<DraftManifest> => parseBy(draftManifestShape, given);

/** The one spelling of a manifest, whatever the order of its members: a draft's hash is the id of its attempt. */
export const formatManifest = (manifest: Manifest | DraftManifest): string => {
  const shape: Shape<unknown> = 'objects' in manifest ? manifestShape : draftManifestShape;
  const value = shape.canonical(manifest);
  // One that could not be read back must not be committed: every later run would stop at it.
  if (!shape.is(value)) throw new TypeError(`a manifest was made wrongly: ${faultsBy(shape, value).join('; ')}`);
  return `${JSON.stringify(value, null, 2)}\n`;
};
