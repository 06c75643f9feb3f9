import { ConfigError, type PackageInspector } from '@leat/core';
import type { CommandContext } from '../command-context.ts';
import { defineCommand, DATASET_OPTIONS, PIPELINE_OPTION, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { openPipelines } from '../dataset/open-pipelines.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { requireAction } from '../require-action.ts';
import { printTable } from '../rows/print-table.ts';
import { formatBytes } from '../terminal/numbers.ts';
import { sanitise } from '../terminal/sanitise.ts';
import { usageError } from '../usage-error.ts';

interface Input {
  readonly inspector: PackageInspector;
  readonly loadId: string | undefined;
  readonly force: boolean;
  /** What every object of the command begins with. */
  readonly head: object;
}

/** `leat packages`: what lies in the working folder. */
export const packages: Command = defineCommand({
  name: 'packages',
  summary: 'List, show, verify and drop the load packages on this machine',
  arguments: [
    { name: 'action', summary: 'list, show, verify or drop; default list' },
    { name: 'load-id', summary: 'Which package; verify takes all when it is left out' },
  ],
  options: {
    force: { type: 'flag', summary: 'Drop a package even where its rows are nowhere else' },
    ...PIPELINE_OPTION,
    ...DATASET_OPTIONS,
  },
  examples: ['leat packages list', 'leat packages verify', 'leat packages drop 1749667187.541553'],
  async run(context, { arguments: [action = 'list', loadId], options }) {
    const act = ACTIONS[requireAction('packages', action, ['list', 'show', 'verify', 'drop'])];
    const pipeline = await (await openPipelines(context)).local(options.pipeline, datasetFlags(options));
    const head = { version: 1, pipeline: pipeline.name, dataset: pipeline.dataset };
    return act(context, { inspector: await pipeline.packages(), loadId, force: options.force, head });
  },
});

const ACTIONS: Readonly<
  Record<'list' | 'show' | 'verify' | 'drop', (context: CommandContext, input: Input) => Promise<ExitCode>>
> = { list, show, verify, drop };

async function list({ output }: CommandContext, { inspector, head }: Input): Promise<ExitCode> {
  const all = await inspector.list();
  const hasProblems = all.some(({ problem }) => problem !== undefined);
  await printTable(
    output,
    all.map(({ loadId, state, problem, tables, rows, bytes, quarantineFiles }) => ({
      load_id: loadId,
      state,
      tables,
      rows,
      size: bytes === undefined ? undefined : formatBytes(bytes),
      quarantine_files: quarantineFiles.length,
      ...(hasProblems ? { problem } : {}),
    })),
  );
  await output.object({ ...head, packages: all });
  return EXIT_CODES.done;
}

async function show({ output }: CommandContext, input: Input): Promise<ExitCode> {
  const found = await input.inspector.show(required(input.loadId, 'show'));
  const { manifest, receipt } = found;
  const facts = [
    ['load id', found.loadId],
    ['state', found.state],
    ['folder', found.folder],
    ['sealed', manifest?.sealedAt ?? 'not yet'],
    ['files', String(manifest?.jobs.length ?? 0)],
    ['quarantine', found.quarantineFiles.join(', ') || 'none'],
  ] as const;
  for (const [label, text] of facts) await output.line(`${label.padEnd(11)}  ${sanitise(text)}`);
  await printTable(
    output,
    Object.entries(manifest?.tables ?? {}).map(([table, account]) => ({
      table,
      ...account,
      loaded: receipt?.tables[table]?.loaded,
    })),
  );
  await output.object({ ...input.head, package: found });
  return EXIT_CODES.done;
}

async function verify({ output }: CommandContext, { inspector, loadId, head }: Input): Promise<ExitCode> {
  const ids = loadId === undefined ? (await inspector.list()).map((found) => found.loadId) : [loadId];
  const verified = [];
  for (const id of ids) verified.push({ loadId: id, files: await inspector.verify(id) });
  await printTable(
    output,
    verified.flatMap(({ loadId: load_id, files }) => files.map(({ file, status }) => ({ load_id, file, status }))),
  );
  const ok = verified.every(({ files }) => files.every(({ status }) => status !== 'damaged'));
  await output.object({ ...head, ok, packages: verified });
  return ok ? EXIT_CODES.done : EXIT_CODES.data;
}

async function drop({ output }: CommandContext, { inspector, loadId, force, head }: Input): Promise<ExitCode> {
  const id = required(loadId, 'drop');
  const found = (await inspector.list()).find((candidate) => candidate.loadId === id);
  if (!force && found !== undefined && found.quarantineFiles.length > 0) {
    throw new ConfigError(`Load package ${id} holds the only copy of rows that were set aside.`, {
      code: 'LEAT_PACKAGE_QUARANTINE',
      recoverability: 'terminal',
      remedy: 'Replay them with: leat quarantine replay. To give them up, drop the package with --force.',
      details: { loadId: id },
    });
  }
  await inspector.drop(id, force);
  await output.line(`Dropped load package ${sanitise(id)}`);
  await output.object({ ...head, dropped: id });
  return EXIT_CODES.done;
}

function required(loadId: string | undefined, action: string): string {
  if (loadId !== undefined) return loadId;
  throw usageError(`leat packages ${action} needs <load-id>`, 'List the packages with: leat packages list');
}
