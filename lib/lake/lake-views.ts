import { Aws } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import { glueColumns } from '../../lambda/contract/glue';
import type { View } from '../../lambda/contract/views/view';
import { prestoView } from './presto-view';

/**
 * A view as a table of Glue, as Athena itself makes them. Partition keys, an empty location and an empty SerDe must be
 * there, or a query of the view fails; a description must not: Trino takes it for the comment, and knows a view by its
 * comment.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/views.html
 */
export const makeLakeView = (scope: Construct, id: string, view: View, databaseName: string): CfnTable =>
  new CfnTable(scope, id, {
    catalogId: Aws.ACCOUNT_ID,
    databaseName,
    tableInput: {
      name: view.name,
      tableType: 'VIRTUAL_VIEW',
      parameters: { presto_view: 'true', comment: 'Presto View' },
      partitionKeys: [],
      storageDescriptor: {
        columns: glueColumns({ ...view, partitioned: false }).map(({ Name, Type, Comment }) => ({
          name: Name,
          type: Type,
          comment: Comment,
        })),
        location: '',
        serdeInfo: {},
      },
      viewExpandedText: '/* Presto View */',
      viewOriginalText: prestoView(view, databaseName),
    },
  });
