import { BatchGetNamedQueryCommand, ListNamedQueriesCommand } from '@aws-sdk/client-athena';
import type { AwsClients } from '../aws-clients';

export interface DeployedQuery {
  readonly name: string;
  readonly database: string;
  readonly sql: string;
}

/** The saved queries of a deployed workgroup. */
export const deployedQueries = async ({ athena }: AwsClients, WorkGroup: string): Promise<readonly DeployedQuery[]> => {
  const { NamedQueryIds } = await athena.send(new ListNamedQueriesCommand({ WorkGroup }));
  const { NamedQueries = [] } = await athena.send(new BatchGetNamedQueryCommand({ NamedQueryIds }));
  return NamedQueries.map(({ Name = '', Database = '', QueryString = '' }) => ({
    name: Name,
    database: Database,
    sql: QueryString,
  }));
};
