import { isLeatError } from '../errors/leat-error.ts';
import { Extractor } from '../extract/extractor.ts';
import { guardedSink } from '../normalize/guarded-sink.ts';
import type { LoadWarning } from '../load/receipt.ts';
import { planSchemaChanges, type SchemaChange } from '../schema/changes.ts';
import { restoreSchema } from '../schema/store-schema.ts';
import { createNormalizer } from './create-normalizer.ts';
import { errorReport } from './report.ts';
import { planResource } from './resource-plan.ts';
import { openResources } from './run-pipeline.ts';
import type { ErrorReport } from './run-report.ts';
import { connect, type PipelineSetup } from './setup.ts';
import { restoreState } from './state.ts';
import { routedSink } from './table-router.ts';

export interface PlanOptions {
  readonly resources?: readonly string[];
  /** Rows read per resource to learn about its columns. Default 1,000. */
  readonly sample?: number;
  readonly signal?: AbortSignal;
}

/** What a run would change, as far as a sample of its rows tells. Plain data. */
export interface PipelinePlan {
  readonly version: 1;
  readonly pipeline: string;
  readonly dataset: string;
  readonly destination: { readonly name: string; readonly location: string };
  readonly changes: readonly SchemaChange[];
  /** The destination's statements for the changes; empty where it has no language for them. */
  readonly statements: readonly string[];
  /** What somebody has to decide about: contracts that the rows would break, resources that cannot be read. */
  readonly decisions: readonly { readonly resource: string; readonly error: ErrorReport }[];
  readonly warnings: readonly LoadWarning[];
  readonly sampledRows: number;
}

/** Reads a sample of every resource and compares what its tables would be with what is there. Writes nothing anywhere. */
export async function planPipeline(setup: PipelineSetup, options: PlanOptions): Promise<PipelinePlan> {
  const signal = options.signal ?? new AbortController().signal;
  const resources = await openResources(setup, options, signal);
  await using client = await connect(setup, true);
  const call = { signal, logger: setup.logger };
  const storedSchema = await client.readSchema(setup.source.plugin.name, call);
  const stored = storedSchema === undefined ? undefined : restoreSchema(storedSchema);
  const capabilities = setup.plugin.capabilities(setup.options);
  const normalizer = createNormalizer(setup, capabilities, {
    stored,
    loadId: '0.000000',
    output: { write: () => {}, quarantine: () => {} },
  });
  const state = await restoreState({ setup, client, call });
  const planContext = {
    destination: setup.plugin.name,
    capabilities,
    contracts: [setup.source.plugin.contract, setup.contract],
    policies: setup.policies,
  };
  const extractor = new Extractor({
    concurrency: setup.limits.extractConcurrency,
    limit: options.sample ?? 1000,
    failFast: false,
    signal,
    drain: new AbortController().signal,
    logger: setup.logger,
    initialState: (resource) => state.initial(resource),
    openSink: (resource) => {
      const plan = planResource(resource, planContext);
      return routedSink(resource, (table) => guardedSink(normalizer.resource({ ...plan.shape, table }), plan.guards));
    },
    ready: async () => {},
    onStart: () => {},
    onProgress: () => {},
    onWait: () => {},
  });
  const results = await extractor.extract(resources);
  normalizer.finish();
  const { tables } = normalizer.schema(new Set());
  const created = tables.filter(({ columns }) => columns.some(({ role }) => role === undefined));
  const changes = planSchemaChanges(
    created,
    await client.describeTables(
      created.map(({ name }) => name),
      call,
    ),
    stored?.tables ?? [],
  );
  return {
    version: 1,
    pipeline: setup.name,
    dataset: setup.dataset,
    destination: { name: setup.plugin.name, location: setup.plugin.describe(setup.options) },
    changes,
    statements: client.explainChanges?.(changes) ?? [],
    decisions: results
      .filter(({ error }) => isLeatError(error))
      .map(({ resource, error }) => ({ resource: resource.definition.name, error: errorReport(error) })),
    warnings: normalizer.warnings,
    sampledRows: results.reduce((sum, { rows }) => sum + rows, 0),
  };
}
