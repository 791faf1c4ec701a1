/**
 * What Athena's engine (Trino) has under a name of its own, so that a query need not know where it runs. A text within
 * JSON is null for a list or an object, and a member whose name holds a dot is written $["a.b"], which is $."a.b" here.
 */
export const ATHENA_FUNCTIONS: readonly string[] = [
  `CREATE MACRO duckdb_path(path) AS replace(replace(path, '["', '."'), '"]', '"')`,
  `CREATE MACRO json_extract_scalar(content, path) AS
  CASE WHEN json_type(content, duckdb_path(path)) NOT IN ('ARRAY', 'OBJECT')
    THEN json_extract_string(content, duckdb_path(path)) END`,
  'CREATE MACRO json_parse(content) AS CAST(content AS json)',
  'CREATE MACRO json_format(content) AS CAST(content AS varchar)',
  'CREATE MACRO regexp_like(content, pattern) AS regexp_matches(content, pattern)',
];

/** Athena's SQL with DuckDB's names of types: of these there can be no macro. */
export const withDuckDbTypes = (sql: string): string => sql.replaceAll('array(json)', 'json[]');
