import { hostname } from 'node:os';
import { abortedError } from '../errors/aborted.ts';
import { isLeatError } from '../errors/leat-error.ts';
import type { ExtractResult } from '../extract/extract-result.ts';
import { Extractor } from '../extract/extractor.ts';
import { Loader, loadIdTaken } from '../load/loader.ts';
import type { LoadReceipt } from '../load/receipt.ts';
import { makeFolder } from '../package/file-system.ts';
import type { Manifest } from '../package/manifest.ts';
import type { LoadPackage } from '../package/load-package.ts';
import { LoadPackageStore } from '../package/load-package-store.ts';
import { failPoint } from '../ports/fail-point.ts';
import type { AnyResource } from '../source/resource.ts';
import type { RunEvent } from './events.ts';
import { nextLoadId } from './load-id.ts';
import { PackageRun } from './package-run.ts';
import type { RunOptions } from './pipeline.ts';
import { planReading, type ReadPlan } from './read-plan.ts';
import type { LoadReport, RunReport } from './run-report.ts';
import { reportOf } from './report.ts';
import type { RunScope } from './run-scope.ts';
import { connect, parallelLoads, type PipelineSetup } from './setup.ts';
import { expectToFollow, restoreState } from './state.ts';
import { selectResources } from './select-resources.ts';
import { validateOptions } from './validate-options.ts';
import { waitForLock } from './wait-for-lock.ts';
import { lockWorkDir } from './work-dir-lock.ts';

/**
 * Runs a pipeline: finishes what an earlier run left sealed, then extracts and loads what is new.
 *
 * @throws LeatError `LEAT_ABORTED` when the signal stopped it, whatever the call under way at that moment threw.
 */
export async function runPipeline(setup: PipelineSetup, options: RunOptions): Promise<RunReport> {
  try {
    return await runSteps(setup, options);
  } catch (error) {
    if (options.signal?.aborted === true && !isLeatError(error)) throw abortedError(options.signal);
    throw error;
  }
}

async function runSteps(setup: PipelineSetup, options: RunOptions): Promise<RunReport> {
  const started = setup.clock.now();
  const emit = (event: RunEvent): void => {
    setup.onEvent?.(event);
    options.onEvent?.(event);
  };
  const signal = options.signal ?? new AbortController().signal;
  await makeFolder(setup.workDir);
  const wait = options.wait ?? 0;
  await using _lock = await waitForLock(wait, signal, () => lockWorkDir(setup.workDir));
  failPoint('run.locked');
  const plan = planReading(await openResources(setup, options, signal), options);
  emit({
    type: 'run-started',
    pipeline: setup.name,
    resources: plan.resources.map(({ definition }) => definition.name),
  });
  await using client = await waitForLock(wait, signal, () => connect(setup));
  failPoint('run.connected');
  const store = new LoadPackageStore(setup.workDir);
  await store.open();
  const scope: RunScope = { setup, client, store, call: { signal, logger: setup.logger }, emit };

  const resumed = await finishPackages(scope);
  const extractStarted = setup.clock.now();
  const { results, load, extractEnded } = await extractAndLoad(scope, plan, options);
  await store.prune();
  const ended = setup.clock.now();
  const report = reportOf({
    setup,
    results,
    skipped: plan.skipped,
    loads: [...resumed, ...(load === undefined ? [] : [load])],
    failFast: options.failFast === true,
    drained: options.drain?.aborted === true,
    seconds: {
      extract: (extractEnded - extractStarted) / 1000,
      load: (ended - extractEnded) / 1000,
      total: (ended - started) / 1000,
    },
  });
  emit({ type: 'run-finished', ok: report.status === 'done', seconds: report.seconds.total });
  return report;
}

/**
 * Asks the source for its resources: those of the options, those that are read by default, or all of them.
 *
 * @throws ConfigError for options or names that are not valid.
 */
export async function openResources(
  setup: PipelineSetup,
  options: Pick<RunOptions, 'resources'>,
  signal: AbortSignal,
  which: 'selected' | 'all' = 'selected',
): Promise<readonly AnyResource[]> {
  const { plugin } = setup.source;
  const sourceOptions = await validateOptions(plugin, setup.source.options);
  const available = await plugin.resources({
    options: sourceOptions,
    signal,
    logger: setup.logger,
    clock: setup.clock,
  });
  return which === 'all' ? available : selectResources(available, options.resources);
}

/** Deletes what was never sealed and loads what was. */
async function finishPackages(scope: RunScope): Promise<readonly LoadReport[]> {
  const loads: LoadReport[] = [];
  for (const pending of await scope.store.list()) {
    if (pending.state === 'loaded') {
      // A run that died right after its commit has left them.
      if (!scope.setup.keepLoadedFiles) await pending.deleteRows();
      continue;
    }
    if (pending.state === 'writing') {
      await pending.discard();
      scope.emit({ type: 'package-discarded', loadId: pending.loadId });
      continue;
    }
    scope.emit({ type: 'package-resumed', loadId: pending.loadId });
    await using loader = createLoader(scope, pending, scope.setup.clock.now(), false);
    loads.push({ ...(await publish(scope, pending, loader)), resumed: true });
  }
  return loads;
}

async function extractAndLoad(
  scope: RunScope,
  { resources, refresh, window }: ReadPlan,
  options: RunOptions,
): Promise<{
  readonly results: readonly ExtractResult[];
  readonly load: LoadReport | undefined;
  readonly extractEnded: number;
}> {
  const { setup, emit, call } = scope;
  const started = setup.clock.now();
  const loadPackage = await scope.store.create(
    nextLoadId(started, setup.clock.micros?.() ?? 0, await newestLoadId(scope)),
  );
  await using loader = createLoader(scope, loadPackage, started, true);
  await using run = await PackageRun.start({ scope, loadPackage, loader, resources, startedAt: started, refresh });
  const state = await restoreState(scope, refresh);
  const extractor = new Extractor({
    concurrency: setup.limits.extractConcurrency,
    limit: options.limit,
    failFast: options.failFast === true,
    named: options.resources !== undefined,
    signal: call.signal,
    drain: options.drain ?? new AbortController().signal,
    logger: setup.logger,
    window,
    initialState: (resource) => state.initial(resource),
    openSink: (resource) => run.openResource(resource),
    ready: () => run.ready(),
    onStart: (resource) => emit({ type: 'resource-started', resource }),
    onProgress: (resource, rows, requests) => emit({ type: 'resource-progress', resource, rows, requests }),
    onWait: (resource, notice) => emit({ type: 'resource-waiting', resource, ...notice }),
  });
  const results = await extractor.extract(resources);
  const extractEnded = setup.clock.now();
  failPoint('extract.finished');
  announce(scope, results, (extractEnded - started) / 1000);
  const loaded = options.failFast === true && results.some(({ status }) => status === 'failed') ? [] : results;
  const sealed = await run.seal(loaded, state.changed(loaded), call.signal);
  if (!sealed) {
    await loader[Symbol.asyncDispose]();
    await loadPackage.discard();
    return { results, load: undefined, extractEnded };
  }
  return { results, load: await publish(scope, loadPackage, loader), extractEnded };
}

/** Load ids must grow per dataset: the newest one may be in a package here or only in the destination. */
async function newestLoadId(scope: RunScope): Promise<string | undefined> {
  const local = (await scope.store.list()).map(({ loadId }) => loadId);
  const stored = (await scope.client.readLoads({ limit: 1 }, scope.call)).map(({ loadId }) => loadId);
  return [...local, ...stored].toSorted().at(-1);
}

function createLoader(scope: RunScope, loadPackage: LoadPackage, startedAt: number, isNew: boolean): Loader {
  const { setup, client, call, emit } = scope;
  return new Loader({
    client,
    call,
    header: {
      loadId: loadPackage.loadId,
      pipeline: setup.name,
      holder: `${hostname()}:${process.pid}`,
      startedAt: new Date(startedAt),
    },
    maxParallelLoads: parallelLoads(setup),
    now: () => setup.clock.now(),
    isNew,
    onFileLoaded: (job, rows) => emit({ type: 'file-loaded', table: job.table, file: job.name, rows }),
  });
}

/** Tells whether a receipt is about the very files of a package, and not about another load of the same id. */
function isReceiptOf({ jobs }: Manifest, { files }: LoadReceipt): boolean {
  const hashes = new Set(files.map(({ sha256 }) => sha256));
  return jobs.length === files.length && jobs.every(({ sha256 }) => hashes.has(sha256));
}

async function publish(scope: RunScope, loadPackage: LoadPackage, loader: Loader): Promise<LoadReport> {
  const started = scope.setup.clock.now();
  const contents = await loadPackage.read();
  await loadPackage.markLoading();
  const committed = await loader.begin();
  if (committed !== undefined && !isReceiptOf(contents.manifest, committed)) throw loadIdTaken(loadPackage.loadId);
  if (committed === undefined) await expectToFollow(scope, contents.manifest.pipeline, contents.state);
  const receipt = committed ?? (await loader.publish(loadPackage, contents));
  await loadPackage.markLoaded(receipt, scope.setup.keepLoadedFiles);
  const seconds = (scope.setup.clock.now() - started) / 1000;
  for (const warning of receipt.warnings) scope.emit({ type: 'warning', warning });
  scope.emit({ type: 'load-committed', loadId: receipt.loadId, receipt, seconds });
  return { loadId: receipt.loadId, resumed: false, receipt };
}

function announce(scope: RunScope, results: readonly ExtractResult[], seconds: number): void {
  let total = 0;
  for (const { resource, status, rows, requests, error } of results) {
    const { name } = resource.definition;
    total += rows;
    if (status === 'failed') {
      const message = error instanceof Error ? error.message : 'unknown';
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'LEAT_SOURCE_FAILED';
      scope.emit({ type: 'resource-failed', resource: name, code, message });
    } else scope.emit({ type: 'resource-finished', resource: name, rows, requests });
  }
  scope.emit({ type: 'extract-finished', rows: total, seconds });
}
