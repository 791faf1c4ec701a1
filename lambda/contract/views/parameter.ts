import { workflowTable } from '../tables';
import { columnsOf, REGION, type View } from './view';

export const parameterView: View = {
  name: `${workflowTable.name}_parameter`,
  description:
    'One row for each parameter of each build. A build without parameters has none, and neither has one whose details are unknown.',
  columns: [
    ...columnsOf(workflowTable, '_key', 'account_id'),
    REGION,
    ...columnsOf(workflowTable, 'type', 'name', 'version'),
    { name: 'parameter', type: 'string', nullable: true, description: 'The name of the parameter.' },
    { name: 'parameter_type', type: 'string', nullable: true, description: 'string, integer, boolean or stringList.' },
    {
      name: 'default_value',
      type: 'json',
      nullable: true,
      description: 'JSON array text: the default. Null: a value must be given.',
    },
    { name: 'parameter_description', type: 'string', nullable: true, description: 'What its author says of it.' },
  ],
  sql: `SELECT "_key", account_id, split_part(arn, ':', 4) AS region, type, name, version,
  json_extract_scalar(parameter, '$.name') AS parameter,
  json_extract_scalar(parameter, '$.type') AS parameter_type,
  json_format(json_extract(parameter, '$.default_value')) AS default_value,
  json_extract_scalar(parameter, '$.description') AS parameter_description
FROM ${workflowTable.name}
CROSS JOIN UNNEST(CAST(json_parse(parameters) AS array(json))) AS unnested (parameter)`,
};
