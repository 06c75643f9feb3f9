import { resolve } from 'node:path';
import { Dataset } from '../dataset/dataset.ts';
import type { CallOptions } from '../destination/client.ts';
import { fileNameOf } from '../package/file-name.ts';
import { LoadPackageStore } from '../package/load-package-store.ts';
import { PackageInspector } from '../package/package-inspector.ts';
import { QuarantineReader } from '../package/quarantine-reader.ts';
import { systemClock } from '../ports/clock.ts';
import { silentLogger } from '../ports/logger.ts';
import { DEFAULT_DETECTORS } from '../schema/detectors.ts';
import { noOptions, type Source, type SourcePlugin } from '../source/source.ts';
import type { AnyResource } from '../source/resource.ts';
import type { Pipeline, PipelineDefinition, PipelineSource, RunOptions, TablesOf } from './pipeline.ts';
import type { RunReport } from './run-report.ts';
import { planPipeline } from './plan-pipeline.ts';
import { replayQuarantine } from './replay-quarantine.ts';
import { runPipeline } from './run-pipeline.ts';
import { connect, prepare, type PipelineSetup } from './setup.ts';
import { lockWorkDir } from './work-dir-lock.ts';

/**
 * Joins a source and a destination. Nothing is opened or read before `run` or `open`.
 *
 * ```ts
 * const pipeline = definePipeline({ source: github({ org: 'acme' }), destination: duckdb({ path: 'github.duckdb' }) });
 * await pipeline.run();
 * ```
 */
export function definePipeline<const S extends PipelineSource>(definition: PipelineDefinition<S>): Pipeline<S> {
  const source = asSource(definition.source, definition.name);
  const name = definition.name ?? source.plugin.name;
  const dataset = definition.dataset ?? name;
  const { plugin } = definition.destination;
  const setup: PipelineSetup = {
    name,
    dataset,
    source,
    plugin,
    options: definition.destination.options,
    workDir: resolve(
      definition.workDir ?? '.leat',
      fileNameOf(name),
      `${fileNameOf(plugin.name)}.${fileNameOf(dataset)}`,
    ),
    limits: {
      maxJobFileBytes: 16 * MEBIBYTE,
      maxInFlightBytes: 64 * MEBIBYTE,
      extractConcurrency: 4,
      inferenceRows: 10_000,
      maxDepth: 512,
      ...definition.limits,
    },
    contract: definition.contract,
    policies: definition.policies ?? {},
    naming: definition.naming ?? 'snake_case',
    detectors: definition.detectors ?? DEFAULT_DETECTORS,
    keepLoadedFiles: definition.keepLoadedFiles ?? false,
    logger: definition.logger ?? silentLogger,
    clock: definition.clock ?? systemClock,
    onEvent: definition.onEvent,
  };
  return {
    name,
    dataset,
    run: async (options: RunOptions = {}): Promise<RunReport> => runPipeline(await prepare(setup), options),
    plan: async (options = {}) => planPipeline(await prepare(setup), options),
    packages: async () => new PackageInspector(new LoadPackageStore(setup.workDir), () => lockWorkDir(setup.workDir)),
    quarantine: async () => new QuarantineReader(new LoadPackageStore(setup.workDir)),
    replay: async (loadId, options = {}) => replayQuarantine(await prepare(setup), loadId, options),
    open: async (options = {}): Promise<Dataset<TablesOf<S>>> => {
      const call: CallOptions = { signal: options.signal ?? new AbortController().signal, logger: setup.logger };
      return new Dataset<TablesOf<S>>(await connect(await prepare(setup), options.readOnly), call);
    },
  };
}

const MEBIBYTE = 1024 * 1024;

/** Resources of one's own form a source without options, named like the pipeline: the schema must not depend on their order. */
function asSource(source: PipelineSource, pipelineName: string | undefined): Source {
  if ('kind' in source && source.kind === 'configured-source') return source;
  const resources: readonly AnyResource[] = 'kind' in source ? [source] : source;
  const plugin: SourcePlugin = {
    kind: 'source',
    name: pipelineName ?? resources[0]?.definition.name ?? 'pipeline',
    apiVersion: 1,
    options: noOptions,
    resources: () => resources,
  };
  return { kind: 'configured-source', plugin, options: undefined };
}
