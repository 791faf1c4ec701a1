import { parseWorkflowArn } from '../../lambda/arn';
import { isJsonObject } from '../../lambda/contract/json-object';
import type { WorkflowRow } from '../../lambda/contract/tables';
import type { Build, Parameter, State } from '../../page/report-data';
import { parseJson, textOf } from './column-json';
import { tagsOf } from './hstore-tags';

/** A row of the workflow table, as the page has it. */
export const buildOf = (row: WorkflowRow, document: number | null): Build => ({
  arn: row.arn,
  account_id: row.account_id,
  region: regionOf(row.arn),
  type: row.type,
  name: row.name,
  version: row.version,
  date_created: row.date_created,
  description: row.description,
  change_description: row.change_description,
  owner: row.owner,
  kms_key_id: row.kms_key_id,
  parameters: row.parameters === null ? null : parametersOf(row.parameters),
  state: row.state === null ? null : stateOf(row.state),
  tags: row.tags === null ? null : tagsOf(row.tags),
  document,
});

export const regionOf = (arn: string): string => parseWorkflowArn(arn)?.region ?? '';

const parametersOf = (json: string): readonly Parameter[] => {
  const list = parseJson(json);
  return Array.isArray(list) ? list.map(parameterOf) : [];
};

const parameterOf = (value: unknown): Parameter => {
  const { name, type, default_value: given, description } = isJsonObject(value) ? value : {};
  const defaults: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  return {
    name: textOf(name) ?? '',
    type: textOf(type),
    default_value: defaults.map((each) => textOf(each) ?? ''),
    description: textOf(description),
  };
};

const stateOf = (json: string): State => {
  const value = parseJson(json);
  const { status, reason } = isJsonObject(value) ? value : {};
  return { status: textOf(status) ?? json, reason: textOf(reason) };
};
