import { openLakeDatabase, type QueryResult } from '../../../local/duckdb/duckdb';

export interface AthenaLike {
  /** Asks in Athena's SQL, with the views, on a given day. */
  ask(sql: string): Promise<QueryResult>;
  close(): void;
}

/** A lake in a directory, asked as the one in S3 is. */
export const openAsAthena = async (lake: string, today: string): Promise<AthenaLike> => {
  const database = await openLakeDatabase(lake);
  await database.query(`CREATE MACRO current_date() AS DATE '${today}'`);
  return { ask: (sql) => database.query(sql), close: () => database.close() };
};
