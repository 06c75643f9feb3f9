import type { DataClass, DataClasses } from '../normalize/column-policy.ts';
import { feed } from './feed.ts';
import { rowPages } from './row-pages.ts';
import { openRows, type RowKey, type RowSource, type RowStream } from './rows.ts';
import { stepsOf } from './rows-from.ts';
import { StepRunner } from './step-runner.ts';
import {
  defineResource,
  type AnyResource,
  type Resource,
  type ResourceContext,
  type ResourceDefinition,
} from './resource.ts';
import type { Transform, TransformContext } from './transform.ts';

/** Columns that a transformer copies from its parent: `_users_id` for the key `id` of `users`. */
export type ParentColumns<ParentName extends string, Parent extends object, Field extends RowKey<Parent>> = {
  readonly [K in Field as `_${ParentName}_${K}`]: Parent[K];
};

interface TransformerBase<
  Name extends string,
  ParentName extends string,
  Parent extends object,
  Row extends object,
  Field extends RowKey<Parent>,
> extends Omit<
  ResourceDefinition<Name, Row & ParentColumns<ParentName, Parent, Field>>,
  'rows' | 'partitions' | 'transform'
> {
  /** The resource whose rows are the input. It is read once for all its transformers, and loaded only if it is selected too. */
  readonly from: Resource<ParentName, Parent>;
  /** Calls that may be under way at once. Default 4. The rows keep the order of their parents whatever this is. */
  readonly concurrency?: number;
}

/** What `defineTransformer` takes: `rows` is called for every row of the parent, `pages` for every page of them. */
export type TransformerDefinition<
  Name extends string,
  ParentName extends string,
  Parent extends object,
  Row extends object,
  Field extends RowKey<Parent> = never,
> = TransformerBase<Name, ParentName, Parent, Row, Field> &
  (
    | {
        readonly rows: RowSource<Row, readonly [parent: Parent, context: TransformContext]>;
        readonly pages?: never;
        /** Keys of the parent's row to copy into every row made of it, as `_<parent>_<key>`. */
        readonly parentFields?: readonly Field[];
      }
    | {
        readonly pages: RowSource<Row, readonly [parents: readonly Parent[], context: TransformContext]>;
        readonly rows?: never;
        readonly parentFields?: never;
      }
  );

/** Calls under way at once where nothing else is said. */
const CONCURRENCY = 4;

/**
 * Declares a resource that is made of another one's rows, such as the details of every item of a list.
 *
 * ```ts
 * const details = defineTransformer({ name: 'details', from: users, rows: (user, { signal }) => fetchDetails(user.id, signal), parentFields: ['id'] });
 * ```
 *
 * A transformer remembers in its own state how far its parent was read for it, so it gets every row of an incremental
 * parent once, also when one of the two is run without the other or fails. When the parent fails, so does the transformer
 * (`LEAT_PARENT_FAILED`); the other way round the parent goes on.
 */
export function defineTransformer<
  const Name extends string,
  ParentName extends string,
  Parent extends object,
  Row extends object,
  const Field extends RowKey<Parent> = never,
>(
  definition: TransformerDefinition<Name, ParentName, Parent, Row, Field>,
): Resource<Name, Row & ParentColumns<ParentName, Parent, Field>> {
  const { from, concurrency = CONCURRENCY, rows, pages, parentFields = [], ...rest } = definition;
  const transform: Transform = {
    from,
    unit: pages === undefined ? 'row' : 'page',
    // The types of rows are erased; the parent's rows are what the function was declared for.
    rows: (pages ?? rows) as unknown as Transform['rows'],
    concurrency: Math.max(1, concurrency),
    parentFields: new Map(parentFields.map((key) => [key, `_${from.definition.name}_${key}`])),
  };
  const dataClasses = { ...copiedClasses(transform), ...rest.dataClasses };
  return defineResource({
    ...rest,
    ...(Object.keys(dataClasses).length === 0 ? {} : { dataClasses }),
    transform,
    // As above: rows of `transform` are rows of this resource.
    rows: (context: ResourceContext) =>
      readTransformed(transform, context) as RowStream<Row & ParentColumns<ParentName, Parent, Field>>,
  });
}

/** What the parent's source says about columns holds for copies of them. */
function copiedClasses({ from, parentFields }: Transform): DataClasses {
  const classes: Record<string, DataClass> = {};
  for (const [path, dataClass] of Object.entries(from.definition.dataClasses ?? {})) {
    const [key = '', ...below] = path.split('.');
    const copy = parentFields.get(key);
    if (copy !== undefined) classes[[copy, ...below].join('.')] = dataClass;
  }
  return classes;
}

/** Reads the parent for the transformer alone, with its state and its bounds left out: for whoever reads a resource without a pipeline. */
async function* readTransformed(
  transform: Transform,
  context: ResourceContext,
): AsyncGenerator<readonly unknown[], void, undefined> {
  const { partition: _partition, cursor: _cursor, ...own } = context;
  const runner = new StepRunner(stepsOf(transform.rows).steps);
  for await (const parents of parentPages(transform.from, { ...own, state: {} })) {
    yield* feed(transform, parents, context, runner);
    if (runner.finished) return;
  }
}

async function* parentPages(
  { definition }: AnyResource,
  context: ResourceContext,
): AsyncGenerator<readonly unknown[], void, undefined> {
  const { partitions } = definition;
  const keys = partitions === undefined ? [undefined] : await partitions(context);
  for (const partition of keys) {
    yield* rowPages(await openRows(definition.rows, partition === undefined ? context : { ...context, partition }));
  }
}
