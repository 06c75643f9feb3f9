import {
  type AnyResource,
  type Json,
  type LogLevel,
  type ResourceContext,
  type ResourceWarning,
  type WaitNotice,
} from '@leat/core';
import type { KeeperSimulator, KeeperSimulatorOptions } from '@leat/keeper-simulator';
import { startKeeperSimulator } from '@leat/keeper-simulator';
import { onTestFinished } from 'vitest';
import keeper, { type KeeperOptions, type KeeperOptionsInput } from '../../src/index.ts';

/** What a resource said while it was read. */
export interface Heard {
  readonly logs: { readonly level: LogLevel; readonly message: string }[];
  readonly waits: WaitNotice[];
  readonly warnings: ResourceWarning[];
}

/** A source of a simulated service, used as a pipeline uses it. */
export interface SourceRun {
  readonly simulator: KeeperSimulator;
  readonly heard: Heard;
  /** Resources of one run. */
  readonly resources: readonly AnyResource[];
  /** All rows of a resource, by name. */
  read(name: string, state?: Record<string, Json>): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Another run of the same service with other options. */
  again(options?: Partial<KeeperOptionsInput>): Promise<SourceRun>;
}

/** Validates options as a pipeline does. */
export async function validated(input: KeeperOptionsInput): Promise<KeeperOptions> {
  const result = await keeper.options['~standard'].validate(input);
  if (result.issues !== undefined)
    throw new Error(
      result.issues
        .map(
          ({ message, path }) =>
            `${(path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')}: ${message}`,
        )
        .join('; '),
    );
  return result.value;
}

/** The clock of these tests: real services of other tests need none. */
export const clock = { now: () => Date.UTC(2026, 10, 24, 5) };

/** Starts a service and opens a source on it, with looks for results every millisecond. */
export async function startSource(
  service: KeeperSimulatorOptions = {},
  options: Partial<KeeperOptionsInput> = {},
): Promise<SourceRun> {
  const simulator = await startKeeperSimulator({ rateLimit: 'off', vault: { records: 20 }, ...service });
  onTestFinished(() => simulator.close());
  return openSource(simulator, options);
}

async function openSource(simulator: KeeperSimulator, options: Partial<KeeperOptionsInput>): Promise<SourceRun> {
  const heard: Heard = { logs: [], waits: [], warnings: [] };
  const host = {
    signal: new AbortController().signal,
    logger: { log: (level: LogLevel, message: string) => void heard.logs.push({ level, message }) },
    clock,
  };
  const input = {
    baseUrl: simulator.url,
    apiKey: simulator.apiKey,
    pollIntervalMs: { min: 1, max: 5 },
    ratePerMinute: 100_000,
    ...options,
  };
  const resources: readonly AnyResource[] = await keeper.resources({ ...host, options: await validated(input) });
  return {
    simulator,
    heard,
    resources,
    again: (more = {}) => openSource(simulator, { ...options, ...more }),
    read: async (name, state = {}) => {
      const resource = resources.find(({ definition }) => definition.name === name);
      if (resource === undefined) throw new Error(`there is no resource ${name}`);
      const context: ResourceContext = {
        ...host,
        state,
        wait: (notice) => heard.waits.push(notice),
        warn: (warning) => heard.warnings.push(warning),
        countRequest: () => undefined,
      };
      const { rows } = resource.definition;
      const stream: AsyncIterable<unknown> | Iterable<unknown> =
        typeof rows === 'function' ? await rows(context) : rows;
      const all: Readonly<Record<string, unknown>>[] = [];
      for await (const item of stream) all.push(...(Array.isArray(item) ? item : [item]));
      return all;
    },
  };
}
