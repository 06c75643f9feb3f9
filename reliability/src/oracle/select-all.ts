import type { Dataset } from '@leat/core';

/**
 * Reads an answer to its end. One that is left half-read keeps a DuckDB database open until it is collected as garbage, and
 * who opens the same file in the same process meanwhile waits for that.
 */
export async function selectAll<Row extends object>(dataset: Dataset, query: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of dataset.query<Row>(query)) rows.push(row);
  return rows;
}
