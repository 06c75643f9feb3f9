import { openRows, type RowKey, type RowSource } from './rows.ts';
import type { ResourceContext } from './resource.ts';
import { rowPages } from './row-pages.ts';
import type { RowStep } from './row-step.ts';
import { StepRunner } from './step-runner.ts';

/** A row with some keys called otherwise. */
export type Renamed<Row extends object, Names extends Readonly<Record<string, string>>> = {
  [K in keyof Row as K extends keyof Names ? Names[K] : K]: Row[K];
};

/**
 * A source of rows with steps behind it: what `rowsFrom` makes and a resource takes as its `rows`. Every step gives a new
 * value and leaves the old one as it is.
 *
 * Steps get objects only; whatever else a source yields goes past them and is set aside with a reason later. A step that
 * throws ends its resource with `LEAT_STEP_FAILED`. Rows that a step takes out are counted as filtered in the receipt.
 */
export interface SteppedRows<
  Row extends object,
  Arguments extends readonly unknown[] = readonly [context: ResourceContext],
> {
  /** Reads the source and runs the steps: what a resource does, without counting. */
  (...input: Arguments): AsyncIterable<readonly Row[]>;
  readonly source: RowSource<object, Arguments>;
  readonly steps: readonly RowStep[];
  /** Makes another row of every row. The row itself must not be changed: others may hold it. */
  map<Next extends object>(step: (row: Row) => NotAPromise<Next>): SteppedRows<Next, Arguments>;
  /** Keeps the rows for which the answer is true. */
  filter<Next extends Row>(step: (row: Row) => row is Next): SteppedRows<Next, Arguments>;
  filter(step: (row: Row) => boolean): SteppedRows<Row, Arguments>;
  /** Makes any number of rows of every row, in order; none counts as one filtered row. */
  flatMap<Next extends object>(step: (row: Row) => Iterable<Next>): SteppedRows<Next, Arguments>;
  /** Lets the first rows pass and stops reading after them; what is left of the last page counts as filtered. */
  limit(rows: number): SteppedRows<Row, Arguments>;
  /** Calls top-level keys otherwise. A name that another key of the row has already is refused. */
  rename<const Names extends { readonly [K in RowKey<Row>]?: string }>(
    names: Names,
  ): SteppedRows<Renamed<Row, Extract<Names, Readonly<Record<string, string>>>>, Arguments>;
  /** Keeps these top-level keys. */
  select<K extends RowKey<Row>>(...keys: readonly K[]): SteppedRows<Pick<Row, K>, Arguments>;
  /** Leaves these top-level keys out. */
  omit<K extends RowKey<Row>>(...keys: readonly K[]): SteppedRows<Omit<Row, K>, Arguments>;
}

/** Steps answer at once; requests per row are a transformer's business. */
type NotAPromise<Row extends object> = Row extends { then(...input: never): unknown } ? never : Row;

/**
 * Puts steps behind a source of rows; the type of the rows follows the steps.
 *
 * ```ts
 * defineResource({
 *   name: 'users',
 *   rows: rowsFrom(fetchUsers).filter((user) => user.active).map(({ id, mail }) => ({ id, mail })),
 *   primaryKey: 'id',
 * });
 * ```
 */
export function rowsFrom<
  Row extends object,
  Arguments extends readonly unknown[] = readonly [context: ResourceContext],
>(source: RowSource<Row, Arguments>): SteppedRows<Row, Arguments> {
  // Only the types of rows are erased; the functions of the steps get what the step before gives.
  return chain(source as RowSource<object, Arguments>, []) as unknown as SteppedRows<Row, Arguments>;
}

/** Steps without their types: what the chain is made of. */
type Chain<Arguments extends readonly unknown[]> = ((...input: Arguments) => AsyncIterable<readonly object[]>) & {
  readonly source: RowSource<object, Arguments>;
  readonly steps: readonly RowStep[];
};

function chain<Arguments extends readonly unknown[]>(
  source: RowSource<object, Arguments>,
  steps: readonly RowStep[],
): Chain<Arguments> {
  const and = (step: RowStep): Chain<Arguments> => chain(source, [...steps, step]);
  return Object.assign((...input: Arguments) => readStepped(source, steps, input), {
    source,
    steps,
    map: (apply: (row: object) => object) => and({ kind: 'map', apply }),
    filter: (apply: (row: object) => boolean) => and({ kind: 'filter', apply }),
    flatMap: (apply: (row: object) => Iterable<object>) => and({ kind: 'flatMap', apply }),
    limit: (rows: number) => and({ kind: 'limit', rows }),
    rename: (names: Readonly<Record<string, string>>) => and({ kind: 'rename', names }),
    select: (...keys: readonly string[]) => and({ kind: 'select', keys }),
    omit: (...keys: readonly string[]) => and({ kind: 'omit', keys }),
  });
}

async function* readStepped<Arguments extends readonly unknown[]>(
  source: RowSource<object, Arguments>,
  steps: readonly RowStep[],
  input: Arguments,
): AsyncGenerator<readonly object[], void, undefined> {
  const runner = new StepRunner(steps);
  for await (const page of rowPages(await openRows(source, ...input))) {
    // Whatever is no object is passed on as it came, as without steps.
    yield runner.run(page) as readonly object[];
    if (runner.finished) return;
  }
}

/** Takes a source of rows and its steps apart; a source without steps has none. */
export function stepsOf<Arguments extends readonly unknown[]>(
  rows: RowSource<object, Arguments>,
): { readonly source: RowSource<object, Arguments>; readonly steps: readonly RowStep[] } {
  // Only `chain` makes functions with a list of steps.
  const { source, steps } = rows as Partial<Chain<Arguments>>;
  return typeof rows === 'function' && source !== undefined && Array.isArray(steps)
    ? { source, steps }
    : { source: rows, steps: [] };
}
