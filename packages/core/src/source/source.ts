import type { StandardSchemaV1 } from '@standard-schema/spec';
import { asPlugin } from '../destination/plugin.ts';
import type { ErrorCatalog } from '../errors/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { SchemaContract } from '../schema/contract.ts';
import type { AnyResource, RowOf } from './resource.ts';

/** What the framework lends a source while a run lasts. */
export interface SourceHost {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly clock: Clock;
}

export interface SourceContext<Options> extends SourceHost {
  readonly options: Options;
}

/** What a source found out about itself without loading anything: for `leat check`. */
export interface CheckFinding {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
  /** What to do; present unless the status is `ok`. */
  readonly remedy?: string;
}

/** The default export of a source package. */
export interface SourcePlugin<Options = unknown, Resources extends readonly AnyResource[] = readonly AnyResource[]> {
  readonly kind: 'source';
  readonly name: string;
  /** Version of this contract. The runtime refuses a plugin built for another one. */
  readonly apiVersion: 1;
  readonly options: StandardSchemaV1<unknown, Options>;
  readonly errorCodes?: ErrorCatalog;
  /** Contract of all resources that have none of their own. */
  readonly contract?: SchemaContract;
  /** Lists the resources; asks the service only where it must, and reads no rows. */
  resources(context: SourceContext<Options>): Resources | Promise<Resources>;
  /** Tries reachability, credentials and permissions; reports, never throws for what it can explain. */
  check?(context: SourceContext<Options>): AsyncIterable<CheckFinding>;
}

/** A source together with its options, not yet validated: what a pipeline takes. */
export interface Source<Resources extends readonly AnyResource[] = readonly AnyResource[]> {
  readonly kind: 'configured-source';
  readonly plugin: SourcePlugin<unknown, Resources>;
  readonly options: unknown;
}

/** A plugin that is also a function: `keeper({ baseUrl, apiKey })` is a source. */
export type CallableSource<Options, Input, Resources extends readonly AnyResource[]> = SourcePlugin<
  Options,
  Resources
> &
  ((options: Input) => Source<Resources>);

/** Names of the resources of a source. */
export type ResourceName<S> = S extends Source<infer Resources> ? Resources[number]['definition']['name'] : never;

/** The rows of one resource of a source, by name. */
export type SourceRow<S, Name extends ResourceName<S>> =
  S extends Source<infer Resources>
    ? RowOf<Extract<Resources[number], { readonly definition: { readonly name: Name } }>>
    : never;

/** Makes a source plugin out of its parts; the types of options and rows follow from them. */
export function defineSource<Options, Input, const Resources extends readonly AnyResource[]>(
  plugin: Omit<SourcePlugin<Options, Resources>, 'kind' | 'apiVersion' | 'options'> & {
    readonly options: StandardSchemaV1<Input, Options>;
  },
): CallableSource<Options, Input, Resources> {
  const callable = (options: Input): Source<Resources> => ({
    kind: 'configured-source',
    // The pipeline validates options against `plugin.options` before it calls the plugin, so the erased type is safe.
    plugin: callable as unknown as SourcePlugin<unknown, Resources>,
    options,
  });
  return asPlugin<CallableSource<Options, Input, Resources>>(callable, { kind: 'source', apiVersion: 1, ...plugin });
}

/** Options of a plugin that has none. */
export const noOptions: StandardSchemaV1<Record<string, never> | undefined, Record<string, never>> = {
  '~standard': { version: 1, vendor: 'leat', validate: () => ({ value: {} }) },
};
