import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ErrorCatalog } from '../errors/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Column } from '../schema/column.ts';
import type { DestinationCapabilities } from './capabilities.ts';
import type { DestinationClient } from './client.ts';

/** Translates between leat's types and an engine's. */
export interface TypeMapper {
  toDestination(column: Column): string;
  fromDestination(type: string): Pick<Column, 'dataType' | 'precision' | 'scale'>;
}

/** What the framework lends a plugin. A plugin asks for nothing else: no container, no `process.env`. */
export interface DestinationHost {
  /** Name of the dataset (schema, database, folder): the source's spelling, not yet an identifier. */
  readonly dataset: string;
  /** Folder for scratch files; belongs to this pipeline alone, and exists unless `readOnly`. */
  readonly workDir: string;
  /** The caller only looks: create and change nothing, and answer for what does not exist yet as an empty dataset does. */
  readonly readOnly?: boolean;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** The default export of a destination package. */
export interface DestinationPlugin<Options = unknown> {
  readonly kind: 'destination';
  readonly name: string;
  /** Version of this contract. The runtime refuses a plugin built for another one. */
  readonly apiVersion: 1;
  readonly options: StandardSchemaV1<unknown, Options>;
  readonly types: TypeMapper;
  /** Codes of the errors this plugin throws, for `leat explain`. */
  readonly errorCodes?: ErrorCatalog;
  capabilities(options: Options): DestinationCapabilities;
  /** One line that says where the data go, without secrets: `warehouse.duckdb`. */
  describe(options: Options): string;
  connect(options: Options, host: DestinationHost): Promise<DestinationClient>;
}

/** A plugin together with its options, not yet validated: what a pipeline takes. */
export interface Destination {
  readonly kind: 'configured-destination';
  readonly plugin: DestinationPlugin;
  readonly options: unknown;
}

/** A plugin that is also a function: `duckdb({ path })` is a destination. */
export type CallableDestination<Options, Input> = DestinationPlugin<Options> & ((options: Input) => Destination);

/** Makes a destination plugin out of its parts; the options' type follows from their schema. */
export function defineDestination<Options, Input>(
  plugin: Omit<DestinationPlugin<Options>, 'kind' | 'apiVersion' | 'options'> & {
    readonly options: StandardSchemaV1<Input, Options>;
  },
): CallableDestination<Options, Input> {
  const callable = (options: Input): Destination => ({
    kind: 'configured-destination',
    // The pipeline validates options against `plugin.options` before it calls the plugin, so the erased type is safe.
    plugin: callable as unknown as DestinationPlugin,
    options,
  });
  return asPlugin<CallableDestination<Options, Input>>(callable, { kind: 'destination', apiVersion: 1, ...plugin });
}

/** Gives a function the properties of a plugin; `name` of a function can only be defined, not assigned. */
export function asPlugin<T>(callable: (...args: never[]) => unknown, properties: object): T {
  for (const [key, value] of Object.entries(properties)) {
    Object.defineProperty(callable, key, { value, enumerable: true, configurable: true });
  }
  // The properties just defined are the ones T asks for; the callers in this package pass complete sets.
  return callable as T;
}
