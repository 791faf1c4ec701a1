import type { Table } from './column';
import { manifestShape } from './manifest';
import type { JsonSchema } from './shape';
import { SCHEMA_VERSION } from './tables';
import { rowShape } from './validation';

const documentOf = (title: string, description: string, schema: JsonSchema): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $comment: `Schema version ${SCHEMA_VERSION}`,
  title,
  description,
  ...schema,
});

/** The JSON Schema of one line of a table's objects. */
export const jsonSchemaOf = (table: Table): JsonSchema =>
  documentOf(table.name, table.description, rowShape(table).schema);

/** The JSON Schema of the manifest of a published run. */
export const manifestSchema = documentOf(
  'manifest',
  'Says that a run is published, and what it is: written once for each published run, after everything else.',
  manifestShape.schema,
);
