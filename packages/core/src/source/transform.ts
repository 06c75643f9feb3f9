import type { AnyResource, ResourceContext } from './resource.ts';
import type { RowSource } from './rows.ts';

/** What a transformer's function gets beside the rows of its parent. */
export type TransformContext = Omit<ResourceContext, 'partition'>;

/** How a resource is made of another one's rows, as plain data and the function it was given. */
export interface Transform {
  readonly from: AnyResource;
  /** `row`: called with one row of the parent. `page`: with a list of them. */
  readonly unit: 'row' | 'page';
  readonly rows: RowSource<object, readonly [parent: object, context: TransformContext]>;
  /** Calls that may be under way at once. */
  readonly concurrency: number;
  /** Keys of the parent's row that are copied, by the keys they get. */
  readonly parentFields: ReadonlyMap<string, string>;
}
