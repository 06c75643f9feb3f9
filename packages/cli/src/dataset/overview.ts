import type { LoadRow, Pipeline, Schema } from '@leat/core';
import type { PipelineView } from '@leat/runtime';
import type { CommandContext } from '../command-context.ts';
import { readSchema } from '../schema/read-schema.ts';
import { callOptions } from './open-pipelines.ts';

/** What a destination holds of a pipeline, and what this machine does. Plain data. */
export interface Overview {
  readonly pipeline: string;
  readonly destination: PipelineView['destination'];
  readonly dataset: string;
  /** Null where nothing was loaded yet. */
  readonly schema: {
    readonly name: string;
    readonly version: number;
    readonly hash: string;
    readonly tables: number;
  } | null;
  readonly state: readonly { readonly source: string; readonly resource: string; readonly version: number }[];
  readonly lastLoad: { readonly loadId: string; readonly committedAt: string; readonly rows: number } | null;
  readonly local: LocalOverview;
}

/** What lies in the working folder of a pipeline on this machine. */
interface LocalOverview {
  /** Sealed and not loaded: the next run finishes them first. */
  readonly pendingPackages: readonly string[];
  readonly loadedPackages: number;
  readonly quarantinedRows: number;
}

/** Looks at a pipeline from outside; changes nothing. */
export async function readOverview(context: CommandContext, view: PipelineView): Promise<Overview> {
  const call = callOptions(context);
  await using dataset = await view.open();
  const found = await readSchema(dataset.client, view.schemaName, call);
  const state = await dataset.client.readState(view.name, call);
  const loads = await dataset.client.readLoads({}, call);
  return {
    pipeline: view.name,
    destination: view.destination,
    dataset: view.dataset,
    schema: found === undefined ? null : schemaOverview(found.schema, found.stored.hash),
    state: state.map(({ source, resource, version }) => ({ source, resource, version })),
    lastLoad: loadOverview(loads.find(({ pipeline }) => pipeline === view.name)),
    local: await localOverview(view),
  };
}

/** What lies in the working folder of a pipeline. */
export async function localOverview(pipeline: Pick<Pipeline, 'packages' | 'quarantine'>): Promise<LocalOverview> {
  const packages = await (await pipeline.packages()).list();
  const files = await (await pipeline.quarantine()).list();
  return {
    pendingPackages: packages
      .filter(({ state }) => state === 'sealed' || state === 'loading')
      .map(({ loadId }) => loadId),
    loadedPackages: packages.filter(({ state }) => state === 'loaded').length,
    quarantinedRows: files.reduce((sum, { rows }) => sum + rows.length, 0),
  };
}

/** Rows that a load brought, over all its tables. */
export function rowsOf({ receipt }: LoadRow): number {
  return Object.values(receipt.tables).reduce((sum, { loaded }) => sum + loaded, 0);
}

function schemaOverview(schema: Schema, hash: string): Overview['schema'] {
  return { name: schema.name, version: schema.version, hash, tables: schema.tables.length };
}

function loadOverview(load: LoadRow | undefined): Overview['lastLoad'] {
  if (load === undefined) return null;
  return { loadId: load.loadId, committedAt: load.committedAt.toISOString(), rows: rowsOf(load) };
}
