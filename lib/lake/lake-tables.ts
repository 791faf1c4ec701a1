import { Aws } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import type { Table } from '../../lambda/contract/column';
import { glueColumns, gluePartitionKeys } from '../../lambda/contract/glue';
import { PARTITION_COLUMN } from '../../lambda/contract/layout';
import { daysOf } from './retention';

interface LakeTableProps {
  readonly databaseName: string;
  readonly bucketName: string;
  readonly historyDays: number;
}

/**
 * A table over NDJSON. Every column is text or a number, and the SerDe changes nothing: keys keep their case, and a line
 * that is not JSON fails the query instead of becoming a row of nulls.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html
 */
export const makeLakeTable = (scope: Construct, id: string, table: Table, props: LakeTableProps): CfnTable => {
  const location = `s3://${props.bucketName}/${table.name}/`;
  return new CfnTable(scope, id, {
    catalogId: Aws.ACCOUNT_ID,
    databaseName: props.databaseName,
    tableInput: {
      name: table.name,
      description: table.description,
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: gluePartitionKeys(table).map(toProperty),
      parameters: {
        EXTERNAL: 'TRUE',
        classification: 'json',
        ...(table.partitioned ? projection(location, daysOf(table, props.historyDays)) : {}),
      },
      storageDescriptor: {
        columns: glueColumns(table).map(toProperty),
        location,
        inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        compressed: true,
        serdeInfo: {
          serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
          parameters: { 'case.insensitive': 'FALSE', 'ignore.malformed.json': 'FALSE' },
        },
      },
    },
  });
};

/**
 * The partitions are worked out from the query: no crawler, and none is ever registered.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
const projection = (location: string, days: number): Readonly<Record<string, string>> => ({
  'projection.enabled': 'true',
  [`projection.${PARTITION_COLUMN}.type`]: 'date',
  [`projection.${PARTITION_COLUMN}.format`]: 'yyyy-MM-dd',
  [`projection.${PARTITION_COLUMN}.range`]: `NOW-${days}DAYS,NOW`,
  [`projection.${PARTITION_COLUMN}.interval`]: '1',
  [`projection.${PARTITION_COLUMN}.interval.unit`]: 'DAYS',
  'storage.location.template': `${location}${PARTITION_COLUMN}=\${${PARTITION_COLUMN}}/`,
});

const toProperty = ({ Name, Type, Comment }: ReturnType<typeof glueColumns>[number]): CfnTable.ColumnProperty => ({
  name: Name,
  type: Type,
  comment: Comment,
});
