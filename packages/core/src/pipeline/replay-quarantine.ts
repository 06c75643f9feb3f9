import { fileNameOf } from '../package/file-name.ts';
import { LoadPackageStore } from '../package/load-package-store.ts';
import { QuarantineReader, type QuarantineFile } from '../package/quarantine-reader.ts';
import { restoreSchema } from '../schema/store-schema.ts';
import type { AnyResource, Json, ResourceContext } from '../source/resource.ts';
import type { RunOptions } from './pipeline.ts';
import type { RunReport } from './run-report.ts';
import { openResources, runPipeline } from './run-pipeline.ts';
import type { PipelineSetup } from './setup.ts';

/** What a replay did. */
export interface ReplayReport {
  /** The run that loaded the rows; undefined where there was nothing to replay. */
  readonly run: RunReport | undefined;
  readonly replayed: readonly { readonly loadId: string; readonly file: string; readonly rows: number }[];
  /** Files that cannot be replayed, and why. */
  readonly skipped: readonly { readonly loadId: string; readonly file: string; readonly reason: string }[];
}

/** Where the state of a resource remembers what was replayed, in the commit of the rows: a second replay loads nothing. */
const REPLAYED = '_leat_replayed';

/**
 * Feeds rows that were set aside to the pipeline again, in place of its source: mended by hand, or because the pipeline now
 * takes them. Rows of a resource that replaces are appended; a merge stays one. What is still refused goes to quarantine again.
 */
export async function replayQuarantine(
  setup: PipelineSetup,
  loadId: string | undefined,
  options: RunOptions,
): Promise<ReplayReport> {
  const store = new LoadPackageStore(setup.workDir);
  await store.open();
  const reader = new QuarantineReader(store);
  const signal = options.signal ?? new AbortController().signal;
  const resources = await openResources(setup, {}, signal, 'all');
  const sorted = await sortFiles(await reader.list(loadId), store, resources);
  const { byResource, skipped } = sorted;
  if (byResource.size === 0) return { run: undefined, replayed: [], skipped };
  const replaying = [...byResource].map(([resource, files]) => replayOf(resource, files));
  const source = {
    ...setup.source,
    plugin: { ...setup.source.plugin, name: setup.source.plugin.name, resources: () => replaying },
  };
  const run = await runPipeline({ ...setup, source }, options);
  const replayed = [];
  for (const file of [...byResource.values()].flat()) {
    await reader.markReplayed(file);
    replayed.push({ loadId: file.loadId, file: file.file, rows: file.rows.length });
  }
  return { run, replayed, skipped };
}

async function sortFiles(
  files: readonly QuarantineFile[],
  store: LoadPackageStore,
  resources: readonly AnyResource[],
): Promise<{
  readonly byResource: ReadonlyMap<AnyResource, readonly QuarantineFile[]>;
  readonly skipped: ReplayReport['skipped'];
}> {
  const byResource = new Map<AnyResource, QuarantineFile[]>();
  const skipped: { loadId: string; file: string; reason: string }[] = [];
  for (const file of files) {
    const contents = await (await store.find(file.loadId))?.read();
    const tables = contents === undefined ? [] : restoreSchema(contents.schema).tables;
    const table = tables.find(({ name }) => `${fileNameOf(name)}.jsonl` === file.file);
    const resource = resources.find(({ definition }) => definition.name === table?.resource);
    if (resource === undefined || table === undefined)
      skipped.push({ loadId: file.loadId, file: file.file, reason: 'the source has no such resource any more' });
    else if (table.parent !== undefined)
      skipped.push({
        loadId: file.loadId,
        file: file.file,
        reason: 'elements of lists cannot be loaded without their row',
      });
    else byResource.set(resource, [...(byResource.get(resource) ?? []), file]);
  }
  return { byResource, skipped };
}

/** The resource with the files' rows in the place of its own. */
function replayOf({ definition }: AnyResource, files: readonly QuarantineFile[]): AnyResource {
  // Rows that were set aside have passed the steps and the cursor; they keep the tables they chose.
  const {
    partitions: _partitions,
    optional: _optional,
    incremental: _incremental,
    transform: _transform,
    ...rest
  } = definition;
  const replaces =
    definition.write === 'replace' ||
    (typeof definition.write === 'object' && definition.write.disposition === 'replace');
  return {
    kind: 'resource',
    definition: {
      ...rest,
      ...(replaces ? { write: 'append' as const } : {}),
      rows: ({ state }: ResourceContext) => newRows(files, state),
    },
  };
}

function* newRows(
  files: readonly QuarantineFile[],
  state: Record<string, Json>,
): Generator<readonly object[], void, undefined> {
  const known = state[REPLAYED];
  const done = new Set(Array.isArray(known) ? known.map(String) : []);
  for (const { loadId, file, rows } of files) {
    const id = `${loadId}/${file}`;
    if (done.has(id)) continue;
    done.add(id);
    state[REPLAYED] = [...done];
    // Whatever is no object is set aside again.
    yield rows.map(({ row }) => row as object);
  }
}
