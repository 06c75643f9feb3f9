import { randomUUID } from 'node:crypto';
import { rm, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isLeatError, type Destination, type DestinationClient, type DestinationPlugin } from '@leat/core';

/**
 * A destination that shows what is there and changes nothing: for `plan`, `check` and everything that lists.
 *
 * DuckDB creates a file by opening it for writing, so it is opened for reading; where there is no file, an empty one in the
 * scratch folder stands for it until the client is disposed. Servers change nothing before a load begins.
 */
export function lookOnly(destination: Destination): Destination {
  const { plugin, options } = destination;
  if (plugin.name !== 'duckdb') return destination;
  const connect: DestinationPlugin['connect'] = async (validated, host) => {
    const path = pathOf(validated);
    try {
      return await plugin.connect({ ...asObject(validated), accessMode: 'read-only' }, host);
    } catch (error) {
      if (!isLeatError(error) || error.code !== 'LEAT_DUCKDB_MISSING' || path === undefined) throw error;
    }
    const folder = join(host.workDir, `empty-${randomUUID()}`);
    await mkdir(folder);
    try {
      // The same file name gives the same catalog, which stands in every statement that is shown.
      const standIn = { ...asObject(validated), accessMode: 'read-write', path: join(folder, basename(path)) };
      return withCleanUp(await plugin.connect(standIn, host), folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  };
  return { kind: 'configured-destination', plugin: { ...plugin, connect }, options };
}

/** The path of a DuckDB file; undefined for a database in memory, and for options that are not DuckDB's. */
export function pathOf(options: unknown): string | undefined {
  const path =
    'path' in asObject(options) ? Object.entries(asObject(options)).find(([key]) => key === 'path')?.[1] : '';
  return typeof path === 'string' && path !== '' && !path.startsWith(':memory:') ? path : undefined;
}

function withCleanUp(client: DestinationClient, folder: string): DestinationClient {
  const dispose = client[Symbol.asyncDispose].bind(client);
  // On the client itself: it has private fields, which a wrapper could not reach.
  return Object.defineProperty(client, Symbol.asyncDispose, {
    value: async () => {
      await dispose();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
