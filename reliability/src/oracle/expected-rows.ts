import { generatedTables, type ExpectedRow, type ExpectedTable } from '@leat/testkit';
import { dispositionOf, type Scenario } from '../workload/scenario.ts';
import { WORKLOAD_RESOURCE, type WorkloadOptions } from '../workload/workload-source.ts';

/** A table and the rows it should hold. */
export interface ExpectedContent extends Pick<ExpectedTable, 'name' | 'key'> {
  readonly rows: Iterable<ExpectedRow>;
}

/** What the tables hold after both loads of a scenario; of versions, the current ones. */
export function rowsAfterBoth({ mode, first, second }: Scenario): readonly ExpectedContent[] {
  if (dispositionOf(mode) !== 'merge') return windowOf(second, 0, second.to);
  const start = second.from === 'state' ? 0 : second.from;
  switch (mode.name) {
    // What is there stays as it is.
    case 'merge insert-only':
      return joined(windowOf(first, 0, first.to), windowOf(second, first.to, second.to));
    // A row that the second load does not bring has no current version any more.
    case 'merge scd2':
      return windowOf(second, start, second.to);
    default:
      return joined(windowOf(first, 0, start), windowOf(second, start, second.to));
  }
}

function joined(one: readonly ExpectedContent[], other: readonly ExpectedContent[]): readonly ExpectedContent[] {
  return one.map(({ name, key, rows }, index) => ({ name, key, rows: [...rows, ...(other[index]?.rows ?? [])] }));
}

/** The rows of documents at positions `from` to `to`, in the revision of a workload. */
function windowOf({ shape, seed, revision }: WorkloadOptions, from: number, to: number): readonly ExpectedContent[] {
  const tables = generatedTables({ rows: to, shape, seed, revision, resources: [WORKLOAD_RESOURCE] });
  const ids = new Set([...(tables[0]?.rows() ?? [])].filter(({ seq }) => Number(seq) >= from).map(({ id }) => id));
  return tables.map((table) => ({
    name: table.name,
    key: table.key,
    rows: [...table.rows()].filter((row) => ids.has(table.parent === undefined ? row['id'] : documentOf(row))),
  }));
}

/** Rows unnested from a document say which one; tags begin with its id. */
function documentOf(row: ExpectedRow): unknown {
  return row['document_id'] ?? Number(String(row['value']).split('-')[0]);
}
