import type { QuarantineFile, ReplayReport } from '@leat/core';
import type { PipelineFactory, PipelineFlags } from '@leat/runtime';
import type { CommandContext } from '../command-context.ts';
import { defineCommand, DATASET_OPTIONS, PIPELINE_OPTION, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { openPipelines } from '../dataset/open-pipelines.ts';
import { EXIT_CODES, exitCodeOfReport, type ExitCode } from '../exit-codes.ts';
import { requireAction } from '../require-action.ts';
import { jsonOf } from '../rows/cell.ts';
import { printTable } from '../rows/print-table.ts';
import { printSummary, watch } from '../run/run-with-progress.ts';
import { plural } from '../terminal/numbers.ts';
import { sanitise } from '../terminal/sanitise.ts';

interface Input {
  readonly pipelines: PipelineFactory;
  readonly name: string | undefined;
  readonly flags: PipelineFlags;
  readonly loadId: string | undefined;
}

/** `leat quarantine`: rows that were set aside, and a second try for them. */
export const quarantine: Command = defineCommand({
  name: 'quarantine',
  summary: 'List, show and replay the rows that loads have set aside',
  arguments: [
    { name: 'action', summary: 'list, show or replay; default list' },
    { name: 'load-id', summary: 'Rows of one load; all when left out' },
  ],
  options: { ...PIPELINE_OPTION, ...DATASET_OPTIONS },
  examples: ['leat quarantine list', 'leat quarantine show 1749667187.541553', 'leat quarantine replay'],
  async run(context, { arguments: [action = 'list', loadId], options }) {
    const act = ACTIONS[requireAction('quarantine', action, ['list', 'show', 'replay'])];
    const pipelines = await openPipelines(context);
    return act(context, { pipelines, name: options.pipeline, flags: datasetFlags(options), loadId });
  },
});

const ACTIONS: Readonly<
  Record<'list' | 'show' | 'replay', (context: CommandContext, input: Input) => Promise<ExitCode>>
> = { list, show, replay };

async function list({ output }: CommandContext, input: Input): Promise<ExitCode> {
  const { files, head } = await read(input);
  const entries = files.map(({ loadId, file, rows }) => ({
    loadId,
    file,
    rows: rows.length,
    reasons: [...new Set(rows.map(({ reason }) => reason))],
  }));
  await printTable(
    output,
    entries.map(({ loadId, file, rows, reasons }) => ({ load_id: loadId, file, rows, reasons: reasons.join('; ') })),
  );
  await output.object({ ...head, files: entries });
  return EXIT_CODES.done;
}

async function show({ output }: CommandContext, input: Input): Promise<ExitCode> {
  const { files, head } = await read(input);
  const entries = files.flatMap(({ loadId, file, rows }) => rows.map((entry) => ({ loadId, file, ...entry })));
  await printTable(
    output,
    entries.map(({ loadId, file, reason, path, row }) => ({
      load_id: loadId,
      file,
      reason,
      path: path.join('.'),
      row: rowText(row),
    })),
  );
  // Row by row: one that is too deep to be shown must not hide the others.
  const rows = entries.map(({ row, ...rest }) => `${JSON.stringify(rest).slice(0, -1)},"row":${rowText(row)}}`);
  await output.objectText(`${JSON.stringify(head).slice(0, -1)},"rows":[${rows.join(',')}]}`);
  return EXIT_CODES.done;
}

async function replay(context: CommandContext, { pipelines, name, flags, loadId }: Input): Promise<ExitCode> {
  const { output } = context;
  const { pipeline } = await pipelines.create(name, flags);
  if (loadId !== undefined) await (await pipeline.packages()).show(loadId);
  const { value, exitCode, waits } = await watch(context, (options) => pipeline.replay(loadId, options));
  if (value === undefined) return exitCode ?? EXIT_CODES.unexpected;
  const { run, skipped } = value;
  if (run !== undefined) await printSummary(context, run, waits);
  for (const { loadId: id, file, reason } of skipped)
    await output.line(`${output.style('yellow', '!')} ${sanitise(id)} ${sanitise(file)}: ${sanitise(reason)}`);
  await output.line(replaySummary(value));
  await output.object({ version: 1, pipeline: pipeline.name, dataset: pipeline.dataset, ...value });
  if (run !== undefined) return exitCodeOfReport(run, exitCode);
  return skipped.length > 0 ? EXIT_CODES.data : EXIT_CODES.done;
}

function replaySummary({ run, replayed, skipped }: ReplayReport): string {
  const rows = replayed.reduce((sum, file) => sum + file.rows, 0);
  const again = (run?.loads ?? [])
    .flatMap(({ receipt }) => Object.values(receipt.tables))
    .reduce((sum, { quarantined }) => sum + quarantined, 0);
  return [
    rows === 0 ? 'Nothing to replay' : `Replayed ${plural(rows, 'row')} of ${plural(replayed.length, 'file')}`,
    ...(again === 0 ? [] : [`${plural(again, 'row')} set aside again`]),
    ...(skipped.length === 0 ? [] : [`${plural(skipped.length, 'file')} left`]),
  ].join('; ');
}

async function read({
  pipelines,
  name,
  flags,
  loadId,
}: Input): Promise<{ readonly files: readonly QuarantineFile[]; readonly head: object }> {
  const pipeline = await pipelines.local(name, flags);
  // For its error: the reader finds nothing in a package that does not exist.
  if (loadId !== undefined) await (await pipeline.packages()).show(loadId);
  const files = await (await pipeline.quarantine()).list(loadId);
  return { files, head: { version: 1, pipeline: pipeline.name, dataset: pipeline.dataset } };
}

/** A row as JSON; rows may have been set aside because they are nested too deeply for any writer of JSON. */
function rowText(row: unknown): string {
  try {
    return jsonOf(row);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return '"(nested too deeply to be shown; whole in its file)"';
  }
}
