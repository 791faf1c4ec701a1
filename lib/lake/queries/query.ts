/** A query that is saved in the workgroup, in Athena's SQL. Tables stand without a database: the query's own is used. */
export interface SavedQuery {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  /** Whether it needs what only Athena's engine has, such as functions over maps. Most of them run in DuckDB, too. */
  readonly athenaOnly?: true;
}

/** The text of the day so many days ago, as in dt. */
export const daysAgo = (days: number): string => `CAST(CAST(current_date - INTERVAL '${days}' DAY AS date) AS varchar)`;
