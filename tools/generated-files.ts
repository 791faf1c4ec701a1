import { jsonSchemaOf, manifestSchema } from '../lambda/contract/json-schema';
import type { JsonSchema } from '../lambda/contract/shape';
import { TABLES } from '../lambda/contract/tables';
import { memberRoleTemplate } from '../lib/member-role/member-role-template';
import { configurationDocument } from './configuration-document';
import { dashboardPicture } from './dashboard/picture';
import { laptopDocument } from './laptop-document';
import { operatingDocument } from './operating-document';
import { permissionsDocument } from './permissions-document';
import { runbookDocument } from './runbook-document';
import { tablesDocument } from './tables-document';

interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  /** What the file must hold, given what it holds now (the empty text where it is missing). */
  readonly renew: (current: string) => string;
}

const schemaFile = (name: string, schema: JsonSchema): GeneratedFile => ({
  path: `docs/schema/${name}.schema.json`,
  renew: () => `${JSON.stringify(schema, null, 2)}\n`,
});

export const GENERATED_FILES: readonly GeneratedFile[] = [
  ...TABLES.map((table) => schemaFile(table.name, jsonSchemaOf(table))),
  schemaFile('manifest', manifestSchema),
  { path: 'docs/configuration.md', renew: configurationDocument },
  { path: 'docs/imagebuilder-workflow-reader.template.json', renew: () => `${memberRoleTemplate(2)}\n` },
  { path: 'docs/laptop.md', renew: laptopDocument },
  { path: 'docs/operating.md', renew: operatingDocument },
  { path: 'docs/pictures/dashboard.svg', renew: dashboardPicture },
  { path: 'docs/permissions.md', renew: permissionsDocument },
  { path: 'docs/runbook.md', renew: runbookDocument },
  { path: 'docs/tables.md', renew: tablesDocument },
];
