import { SchemaError, SourceError } from '../errors/leat-error.ts';
import type { PageSink } from '../extract/page-sink.ts';
import type { AnyResource } from '../source/resource.ts';

/** Tables that the rows of one resource may choose where nothing else is said. */
const MOST_TABLES = 1000;

/**
 * The sink of a resource: that of its table, or, where rows choose their tables, one that opens a table when its first row
 * comes.
 *
 * Rows that are no objects choose nothing and go to the table of the resource's name, as does the count of filtered rows. No
 * such table is created for them; they stand in the receipt.
 *
 * @throws SchemaError `LEAT_TABLE_LIMIT` for more tables than the resource may have, SourceError `LEAT_TABLE_NAME` for a choice that is no name.
 */
export function routedSink({ definition }: AnyResource, openTable: (table: string) => PageSink): PageSink {
  const { name, table = name, maxTables = MOST_TABLES } = definition;
  if (typeof table === 'string') return openTable(table);
  const sinks = new Map<string, PageSink>();
  const sinkOf = (chosen: string): PageSink => {
    let sink = sinks.get(chosen);
    if (sink === undefined) {
      if (sinks.size >= maxTables) throw tooManyTables(name, maxTables);
      sink = openTable(chosen);
      sinks.set(chosen, sink);
    }
    return sink;
  };
  const tableOf = (row: unknown): string =>
    typeof row === 'object' && row !== null ? chosenTable(name, table, row) : name;
  return {
    append: async (page) => {
      for (const [chosen, rows] of grouped(page, tableOf)) await sinkOf(chosen).append(rows);
    },
    filtered: (rows) => sinkOf(name).filtered?.(rows),
    warn: (code, column, count, message) => sinkOf(name).warn?.(code, column, count, message),
  };
}

/** Rows by table, in order; the page itself where all have the same. */
function grouped(page: readonly unknown[], tableOf: (row: unknown) => string): ReadonlyMap<string, readonly unknown[]> {
  const groups = new Map<string, unknown[]>();
  for (const row of page) {
    const table = tableOf(row);
    const group = groups.get(table);
    if (group === undefined) groups.set(table, [row]);
    else group.push(row);
  }
  return groups;
}

/** What the function throws may quote the row, so it is not passed on. */
function chosenTable(resource: string, choose: (row: object) => unknown, row: object): string {
  let chosen: unknown;
  try {
    chosen = choose(row);
  } catch (error) {
    throw badName(resource, `threw ${error instanceof Error ? error.name : typeof error}`);
  }
  if (typeof chosen === 'string' && chosen !== '') return chosen;
  throw badName(resource, chosen === '' ? 'gave an empty text' : `gave ${chosen === null ? 'null' : typeof chosen}`);
}

function badName(resource: string, what: string): SourceError {
  return new SourceError(`The function that chooses a table for rows of resource "${resource}" ${what}.`, {
    code: 'LEAT_TABLE_NAME',
    recoverability: 'terminal',
    remedy: 'Let `table` give a name that is not empty for every row.',
    details: { resource, what },
  });
}

function tooManyTables(resource: string, limit: number): SchemaError {
  return new SchemaError(`The rows of resource "${resource}" choose more than ${limit} tables.`, {
    code: 'LEAT_TABLE_LIMIT',
    recoverability: 'terminal',
    remedy: 'Choose tables by something with fewer values, or raise maxTables of the resource.',
    details: { resource, limit },
  });
}
