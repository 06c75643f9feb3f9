import { defineResource, type Resource, type ResourceContext, type RowKey } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { type Cells, type CellsOf, classesOf, emailsOf, hintsOf } from './columns.ts';
import type { KeeperRun } from './keeper-run.ts';

/** A resource that is what one command prints. */
export interface Report<Name extends string = string, Row extends object = JsonObject> {
  readonly name: Name;
  readonly description: string;
  readonly command: KeeperCommand;
  /** Other commands that the rows are made of or held against: without them there are none. */
  readonly others?: readonly KeeperCommand[];
  /** Refreshes the cache that the command answers from. */
  readonly refresh?: KeeperCommand;
  readonly key?: readonly RowKey<Row>[];
  readonly cells: CellsOf<Row>;
  /** Cells of lists of objects and objects within, by path: what they hold that is personal. */
  readonly classes?: Readonly<Record<string, 'personal' | 'secret'>>;
  /** Makes the row of the table, or undefined to leave it out. Cells keep their names by default. */
  readonly row?: (row: JsonObject) => JsonObject | undefined;
  /** Rows in place of those of the command, where a resource is made of several. */
  readonly pages?: (run: KeeperRun, context: ResourceContext) => AsyncIterable<readonly JsonObject[]>;
  /** Compares the rows with what other commands say, when all were read; throws to hold them back. */
  readonly verify?: (run: KeeperRun, context: ResourceContext, rows: readonly JsonObject[]) => Promise<void>;
}

/** Makes a resource of a report. */
export function reportResource<const Name extends string, Row extends object>(
  run: KeeperRun,
  report: Report<Name, Row>,
  optional: boolean,
): Resource<Name, Row> {
  const { name, description, command, refresh, key, cells, classes, row = (cell) => cell, pages, verify } = report;
  const all: Cells = cells;
  const emails = emailsOf(all);
  const json = Object.entries(all).flatMap(([cell, { type }]) => (type === 'json' ? [[cell, 'json'] as const] : []));
  // Names and types of the cells are those recorded from Commander 18.0.13; nothing checks them here, the pipeline infers types.
  // oxlint-disable typescript/no-unsafe-type-assertion -- see above
  return defineResource<Name, Row>({
    name,
    description,
    write: 'replace',
    optional,
    ...(key === undefined ? {} : { primaryKey: key }),
    columns: hintsOf(all),
    dataClasses: { ...classesOf(all), ...classes },
    sensitive: true,
    nested: Object.fromEntries(json),
    rows: async function* (context): AsyncGenerator<readonly Row[], void, void> {
      const unknown = new Map<string, number>();
      const seen: JsonObject[] = [];
      const toRow = (raw: JsonObject): Row | undefined => {
        const made = row(raw);
        if (made === undefined) return undefined;
        for (const cell of Object.keys(made)) if (!(cell in all)) unknown.set(cell, (unknown.get(cell) ?? 0) + 1);
        if (verify !== undefined) seen.push(made);
        return made as Row;
      };
      const source =
        pages?.(run, context) ?? run.pages({ command, ...(refresh === undefined ? {} : { refresh }) }, context);
      const checked = verify === undefined ? source : verified(source, () => verify(run, context, seen));
      yield* run.replacement(name, checked, context, toRow, emails);
      warnOfUnknown(unknown, context);
    },
  });
  // oxlint-enable typescript/no-unsafe-type-assertion
}

async function* verified(
  pages: AsyncIterable<readonly JsonObject[]>,
  verify: () => Promise<void>,
): AsyncGenerator<readonly JsonObject[], void, void> {
  yield* pages;
  await verify();
}

/** Cells of a newer Commander are not loaded unseen: they may hold anything. */
function warnOfUnknown(unknown: ReadonlyMap<string, number>, context: ResourceContext): void {
  for (const [cell, count] of unknown) {
    const message = `The command prints a cell "${cell.slice(0, 60)}" that leat does not know; it is not loaded unless a policy names it.`;
    context.warn?.({ code: 'LEAT_KEEPER_UNKNOWN_COLUMN', count, message });
  }
}
