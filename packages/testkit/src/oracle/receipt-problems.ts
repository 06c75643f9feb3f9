import type { LoadReceipt, TableReceipt, WriteDisposition } from '@leat/core';

/**
 * Checks receipts in themselves: in every table each extracted row is somewhere, and the files hold the rows written.
 *
 * The equation: `extracted = filtered + discarded + quarantined + duplicates + loaded`.
 */
export function receiptProblems(receipt: LoadReceipt): readonly string[] {
  const problems: string[] = [];
  let written = 0;
  for (const [table, counts] of Object.entries(receipt.tables)) {
    written += counts.written;
    const accounted = counts.filtered + counts.discarded + counts.quarantined + counts.duplicates + counts.loaded;
    if (counts.extracted !== accounted) {
      problems.push(
        `load ${receipt.loadId}, table ${JSON.stringify(table)}: ` +
          `${counts.extracted} rows extracted, ${accounted} accounted for`,
      );
    }
  }
  const inFiles = receipt.files.reduce((sum, file) => sum + file.rows, 0);
  if (inFiles !== written) {
    problems.push(`load ${receipt.loadId}: ${written} rows written, ${inFiles} in the files`);
  }
  return problems;
}

/**
 * Checks what the receipts of all loads of a dataset, oldest first, say about the rows a table should hold by now.
 *
 * Appended rows add up, a replacement counts alone, and a merge adds what it inserted and takes away what it deleted.
 */
export function countProblems(
  receipts: readonly LoadReceipt[],
  table: string,
  disposition: WriteDisposition,
  rows: number,
): readonly string[] {
  const tables = receipts.flatMap((receipt) => {
    const counts = Object.hasOwn(receipt.tables, table) ? receipt.tables[table] : undefined;
    return counts === undefined ? [] : [counts];
  });
  const counted = rowsLeftBy(tables, disposition);
  if (counted === rows) return [];
  return [
    `${receipts.length} loads account for ${counted} rows of ${JSON.stringify(table)}, the table should hold ${rows}`,
  ];
}

function rowsLeftBy(tables: readonly TableReceipt[], disposition: WriteDisposition): number {
  switch (disposition) {
    case 'append':
      return tables.reduce((sum, counts) => sum + counts.loaded, 0);
    case 'replace':
      return tables.at(-1)?.loaded ?? 0;
    case 'merge':
    default:
      return tables.reduce((sum, counts) => sum + counts.inserted - counts.deleted, 0);
  }
}
