import type { StateRow } from '../destination/client.ts';
import { abortedError } from '../errors/aborted.ts';
import { PipelineError } from '../errors/leat-error.ts';
import type { ExtractResult, PageSink } from '../extract/extractor.ts';
import type { Loader } from '../load/loader.ts';
import { guardedSink } from '../normalize/guarded-sink.ts';
import type { Normalizer } from '../normalize/normalizer.ts';
import type { LoadPackage } from '../package/load-package.ts';
import type { Manifest, ManifestPublication, TableAccount } from '../package/manifest.ts';
import { PackageWriter } from '../package/package-writer.ts';
import { Quarantine } from '../package/quarantine.ts';
import { WRITABLE_FORMATS } from '../package/writers/job-file-encoder.ts';
import { planSchemaChanges } from '../schema/changes.ts';
import type { Schema } from '../schema/schema.ts';
import { restoreSchema, schemaHash, storeSchema } from '../schema/store-schema.ts';
import type { Table } from '../schema/table.ts';
import type { AnyResource } from '../source/resource.ts';
import { createNormalizer } from './create-normalizer.ts';
import { planResource, type ResourcePlan } from './resource-plan.ts';
import type { RunScope } from './run-scope.ts';

/** What a package needs to be filled. */
export interface PackageRunOptions {
  readonly scope: RunScope;
  readonly loadPackage: LoadPackage;
  readonly loader: Loader;
  readonly resources: readonly AnyResource[];
  readonly startedAt: number;
}

/** Fills one load package from pages of rows, loads its files while it grows, and seals it. */
export class PackageRun implements AsyncDisposable {
  readonly #options: PackageRunOptions;
  readonly #stored: Schema | undefined;
  readonly #normalizer: Normalizer;
  readonly #writer: PackageWriter;
  readonly #plans: ReadonlyMap<string, ResourcePlan>;
  /** Resource → its root table. */
  readonly #roots = new Map<string, string>();

  static async start(options: PackageRunOptions): Promise<PackageRun> {
    const { setup, client, call } = options.scope;
    const stored = await client.readSchema(setup.source.plugin.name, call);
    return new PackageRun(options, stored === undefined ? undefined : restoreSchema(stored));
  }

  private constructor(options: PackageRunOptions, stored: Schema | undefined) {
    const { loadPackage, loader, scope } = options;
    const { setup, emit } = scope;
    const capabilities = setup.plugin.capabilities(setup.options);
    this.#options = options;
    this.#stored = stored;
    const planContext = {
      destination: setup.plugin.name,
      capabilities,
      contracts: [setup.source.plugin.contract, setup.contract],
      policies: setup.policies,
    };
    this.#plans = new Map(
      options.resources.map((resource) => [resource.definition.name, planResource(resource, planContext)]),
    );
    const quarantine = new Quarantine(loadPackage.quarantineFolder);
    this.#writer = new PackageWriter({
      loadPackage,
      format:
        capabilities.fileFormats.find((format) => WRITABLE_FORMATS.includes(format)) ?? capabilities.fileFormats[0],
      maxJobFileBytes: setup.limits.maxJobFileBytes,
      maxFilesInFlight: capabilities.maxParallelLoads + 1,
      onFile: async (job, table) => {
        emit({ type: 'file-written', table: job.table, file: job.name, rows: job.rows, bytes: job.bytes });
        await loader.submit(job, table, loadPackage.jobPath(job.name));
      },
    });
    this.#normalizer = createNormalizer(setup, capabilities, {
      stored,
      loadId: loadPackage.loadId,
      output: {
        write: (table, batch) => this.#writer.write(table, batch),
        quarantine: (row) => quarantine.add(row),
      },
    });
  }

  /** Prepares the tables of a resource; the answer takes its pages. */
  openResource({ definition }: AnyResource): PageSink {
    const plan = this.#planOf(definition.name);
    const sink = this.#normalizer.resource(plan.shape);
    this.#roots.set(definition.name, sink.table);
    return guardedSink(sink, plan.guards);
  }

  ready(): Promise<void> {
    return this.#writer.ready();
  }

  /** Writes what is left and seals the package. False where there is nothing to load: no row, no change, no state. */
  async seal(results: readonly ExtractResult[], state: readonly StateRow[], signal: AbortSignal): Promise<boolean> {
    this.#normalizer.finish();
    await this.#writer.finish();
    // Sealing renames the folder, so nothing may be reading from it.
    await this.#options.loader.settle();
    if (signal.aborted) throw abortedError(signal);
    const { scope, loadPackage } = this.#options;
    const { publications, excluded, schema } = this.#publications(results);
    const accounts = this.#normalizer.accounts();
    const tables: Record<string, TableAccount> = Object.create(null);
    const discarded = results
      .filter(({ status }) => status !== 'failed')
      .flatMap(({ resource }) => this.#normalizer.discardedTables(resource.definition.name));
    for (const name of [...publications.flatMap(({ root, children }) => [root, ...children]), ...discarded])
      tables[name] = accounts[name] ?? NOTHING;
    const schemaChanged = this.#stored === undefined || schemaHash(this.#stored) !== schemaHash(schema);
    const somethingToDo =
      publications.some(({ disposition }) => disposition === 'replace') ||
      Object.values(tables).some(({ extracted }) => extracted > 0);
    if (!somethingToDo && !(schemaChanged && publications.length > 0) && state.length === 0) return false;
    const manifest: Manifest = {
      format: 1,
      loadId: loadPackage.loadId,
      pipeline: scope.setup.name,
      dataset: scope.setup.dataset,
      destination: scope.setup.plugin.name,
      startedAt: new Date(this.#options.startedAt).toISOString(),
      sealedAt: new Date(scope.setup.clock.now()).toISOString(),
      tables,
      publications,
      jobs: this.#writer.jobs.filter((job) => !excluded.has(job.table)),
      warnings: this.#normalizer.warnings.filter((warning) => !excluded.has(warning.table)),
    };
    const desired = schema.tables.filter(({ name }) => name in tables);
    const described = await scope.client.describeTables(
      desired.map(({ name }) => name),
      scope.call,
    );
    await loadPackage.seal({ manifest, schema: storeSchema(schema), state }, planSchemaChanges(desired, described));
    const bytes = manifest.jobs.reduce((sum, job) => sum + job.bytes, 0);
    scope.emit({ type: 'package-sealed', loadId: loadPackage.loadId, files: manifest.jobs.length, bytes });
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.abandon();
  }

  /**
   * Chooses what is published: the chains of the resources that came through. A replacement that was not read to its end
   * is left out too, since it would throw away rows the source still has.
   */
  #publications(results: readonly ExtractResult[]): {
    readonly publications: readonly ManifestPublication[];
    readonly excluded: ReadonlySet<string>;
    readonly schema: Schema;
  } {
    const { tables } = this.#normalizer.schema(new Set());
    const chosen = new Map<string, ResourcePlan>();
    const left = new Set(this.#roots.values());
    for (const { resource, status } of results) {
      const plan = this.#planOf(resource.definition.name);
      const root = this.#roots.get(plan.name);
      if (root === undefined || status === 'failed' || (status === 'stopped' && plan.write.disposition === 'replace'))
        continue;
      chosen.set(root, plan);
    }
    // A table that a failed resource shares with others waits for it.
    for (const { resource, status } of results)
      if (status === 'failed') chosen.delete(this.#roots.get(resource.definition.name) ?? '');
    const publications: ManifestPublication[] = [];
    for (const [name, plan] of chosen) {
      const root = tables.find((table) => table.name === name);
      if (root === undefined || !this.#hasColumns(root)) continue;
      left.delete(name);
      publications.push(plan.publication(root, descendants(name, tables)));
    }
    const excluded = new Set([...left].flatMap((root) => [root, ...descendants(root, tables)]));
    return { publications, excluded, schema: this.#normalizer.schema(excluded) };
  }

  /** A table about which nothing is known but its name is not created. */
  #hasColumns(root: Table): boolean {
    const extracted = this.#normalizer.accounts()[root.name]?.extracted ?? 0;
    return extracted > 0 || root.columns.some(({ role }) => role === undefined);
  }

  #planOf(resource: string): ResourcePlan {
    const plan = this.#plans.get(resource);
    if (plan !== undefined) return plan;
    throw new PipelineError(`Resource "${resource}" is not part of this run.`, {
      code: 'LEAT_INTERNAL',
      recoverability: 'terminal',
      remedy: 'Report this as a defect of leat; nothing was loaded.',
      details: { resource },
    });
  }
}

const NOTHING: TableAccount = { extracted: 0, filtered: 0, discarded: 0, quarantined: 0, written: 0 };

/** All tables unnested from a root, parents before children. */
function descendants(root: string, tables: readonly Table[]): readonly string[] {
  const found = [root];
  for (const table of tables) if (table.parent !== undefined && found.includes(table.parent)) found.push(table.name);
  return found.slice(1);
}
