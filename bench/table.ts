/*
 * Tables as they stand in docs/benchmarks.md.
 */

export const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);

export const head = (title: string, ...columns: readonly string[]): void => {
  console.log(`\n### ${title}\n`);
  row(...columns);
  row(...columns.map(() => '---'));
};
