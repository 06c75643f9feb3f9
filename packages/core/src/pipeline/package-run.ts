import type { StateRow } from '../destination/client.ts';
import { abortedError } from '../errors/aborted.ts';
import { PipelineError } from '../errors/leat-error.ts';
import type { ExtractResult } from '../extract/extract-result.ts';
import type { PageSink } from '../extract/page-sink.ts';
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
import type { AnyResource } from '../source/resource.ts';
import { choosePublications } from './choose-publications.ts';
import { createNormalizer } from './create-normalizer.ts';
import { rekeyed } from './rekeyed.ts';
import { planResource, type ResourcePlan } from './resource-plan.ts';
import type { RunScope } from './run-scope.ts';
import { parallelLoads } from './setup.ts';
import { routedSink } from './table-router.ts';

/** What a package needs to be filled. */
export interface PackageRunOptions {
  readonly scope: RunScope;
  readonly loadPackage: LoadPackage;
  readonly loader: Loader;
  readonly resources: readonly AnyResource[];
  readonly startedAt: number;
  /** Names of resources to load anew. */
  readonly refresh: ReadonlySet<string>;
}

/** Fills one load package from pages of rows, loads its files while it grows, and seals it. */
export class PackageRun implements AsyncDisposable {
  readonly #options: PackageRunOptions;
  readonly #stored: Schema | undefined;
  readonly #normalizer: Normalizer;
  readonly #writer: PackageWriter;
  readonly #plans: ReadonlyMap<string, ResourcePlan>;
  /** Resource → its root tables. */
  readonly #roots = new Map<string, Set<string>>();

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
      refresh: options.refresh,
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
      maxFilesInFlight: parallelLoads(setup) + 1,
      onFile: async (job, table) => {
        emit({ type: 'file-written', table: job.table, file: job.name, rows: job.rows, bytes: job.bytes });
        await loader.submit(job, table, loadPackage);
      },
    });
    this.#normalizer = createNormalizer(setup, capabilities, {
      stored: stored === undefined ? undefined : rekeyed(stored, this.#plans),
      loadId: loadPackage.loadId,
      output: {
        write: (table, batch) => this.#writer.write(table, batch),
        quarantine: (row) => quarantine.add(row),
      },
    });
  }

  /** Prepares the tables of a resource; the answer takes its pages. */
  openResource(resource: AnyResource): PageSink {
    const plan = this.#planOf(resource.definition.name);
    this.#roots.set(plan.name, new Set());
    return routedSink(resource, (table) => this.#openTable(plan, table));
  }

  #openTable({ name, shape, guards }: ResourcePlan, table: string): PageSink {
    const sink = this.#normalizer.resource({ ...shape, table });
    this.#roots.get(name)?.add(sink.table);
    const guarded = guardedSink(sink, guards);
    return {
      append: (page) => guarded.append(page),
      filtered: (rows) => guarded.filtered(rows),
      warn: (code, column, count, message) => this.#normalizer.warn(code, sink.table, column, count, message),
    };
  }

  /** A replacement by rows that choose their tables is one of all tables the resource has: those without rows become empty. */
  #openEmptyTables(results: readonly ExtractResult[]): void {
    for (const { resource, status } of results) {
      const plan = this.#planOf(resource.definition.name);
      const chooses = typeof resource.definition.table === 'function';
      if (status !== 'done' || !chooses || !plan.replaces) continue;
      for (const table of this.#stored?.tables ?? []) {
        const [name] = table.path;
        const isOurs = table.resource === plan.name && table.parent === undefined;
        if (isOurs && name !== undefined && this.#roots.get(plan.name)?.has(table.name) !== true)
          this.#openTable(plan, name);
      }
    }
  }

  ready(): Promise<void> {
    return this.#writer.ready();
  }

  /** Writes what is left and seals the package. False where there is nothing to load: no row, no change, no state. */
  async seal(results: readonly ExtractResult[], state: readonly StateRow[], signal: AbortSignal): Promise<boolean> {
    this.#openEmptyTables(results);
    this.#normalizer.finish();
    await this.#writer.finish();
    // Sealing renames the folder, so nothing may be reading from it.
    await this.#options.loader.settle();
    if (signal.aborted) throw abortedError(signal);
    const { scope, loadPackage } = this.#options;
    const accounts = this.#normalizer.accounts();
    const { publications, heldBack, excluded } = choosePublications({
      results,
      plans: this.#plans,
      roots: this.#roots,
      tables: this.#normalizer.schema(new Set()).tables,
      accounts,
    });
    const schema = this.#normalizer.schema(excluded);
    const tables = this.#accountsOf(publications, heldBack, accounts);
    const kept = state.filter(({ resource }) => !heldBack.has(resource));
    const schemaChanged = this.#stored === undefined || schemaHash(this.#stored) !== schemaHash(schema);
    const somethingToDo =
      publications.some(actsWithoutRows) ||
      Object.values(tables).some(({ extracted, filtered }) => extracted > filtered);
    if (!somethingToDo && !(schemaChanged && publications.length > 0) && kept.length === 0) return false;
    // A sealed package will be loaded, so its id must be known to be its own before the seal.
    await this.#options.loader.begin();
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
      warnings: this.#normalizer.warnings.filter(({ table }) => !excluded.has(table) || table in tables),
    };
    const desired = schema.tables.filter(({ name }) => name in tables);
    const described = await scope.client.describeTables(
      desired.map(({ name }) => name),
      scope.call,
    );
    await loadPackage.seal(
      { manifest, schema: storeSchema(schema), state: kept },
      planSchemaChanges(desired, described, this.#stored?.tables ?? []),
    );
    const bytes = manifest.jobs.reduce((sum, job) => sum + job.bytes, 0);
    scope.emit({ type: 'package-sealed', loadId: loadPackage.loadId, files: manifest.jobs.length, bytes });
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.abandon();
  }

  /** The account of every table that is loaded, and of rows that made no table. */
  #accountsOf(
    publications: readonly ManifestPublication[],
    heldBack: ReadonlySet<string>,
    accounts: Readonly<Record<string, TableAccount>>,
  ): Record<string, TableAccount> {
    const tables: Record<string, TableAccount> = Object.create(null);
    for (const { root, children } of publications) {
      for (const name of [root, ...children]) tables[name] = accounts[name] ?? NOTHING;
    }
    for (const [resource, roots] of this.#roots) {
      if (heldBack.has(resource)) continue;
      for (const name of [...roots, ...this.#normalizer.discardedTables(resource)]) {
        const account = accounts[name];
        if (account !== undefined && account.extracted > 0) tables[name] = account;
      }
    }
    return tables;
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

/** Tells whether a publication changes tables although the load has no rows for them. */
function actsWithoutRows({ disposition, strategy, merge }: ManifestPublication): boolean {
  return disposition === 'replace' || merge?.fresh === true || (strategy === 'scd2' && merge?.mergeKey.length === 0);
}
