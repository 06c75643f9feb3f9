import type { Pipeline, RunOptions, RunReport } from '@leat/core';
import type { CommandContext } from '../command-context.ts';
import { reportError } from '../error-report.ts';
import { EXIT_CODES, exitCodeOf, exitCodeOfReport, type ExitCode } from '../exit-codes.ts';
import { Interruption } from './interruption.ts';
import { createProgressDisplay } from './progress-display.ts';
import { RunProgress, type WaitTotal } from './run-progress.ts';
import { summaryLines } from './summary.ts';

/** What one run is asked to do. */
export type RunRequest = Pick<RunOptions, 'resources' | 'limit' | 'failFast' | 'from' | 'to' | 'fullRefresh' | 'wait'>;

/** How a run ended. */
export interface RunOutcome {
  readonly exitCode: ExitCode;
  /** Absent when the run was stopped by a second signal; the error has been told then. */
  readonly report?: RunReport;
  readonly waits: readonly WaitTotal[];
}

/** Runs a pipeline with progress on stderr and with signals. Errors are thrown, except the one a second signal causes. */
export async function runWithProgress(
  context: CommandContext,
  pipeline: Pipeline,
  request: RunRequest,
): Promise<RunOutcome> {
  const { value, exitCode, waits } = await watch(context, async (options) => pipeline.run({ ...request, ...options }));
  if (value === undefined) return { exitCode: exitCode ?? EXIT_CODES.unexpected, waits };
  return { report: value, exitCode: exitCodeOfReport(value, exitCode), waits };
}

/** How something that runs a pipeline ended. */
interface Watched<Value> {
  /** Absent when it was stopped by a second signal; the error has been told then. */
  readonly value?: Value;
  /** What a signal asks for; undefined where there was none. */
  readonly exitCode: ExitCode | undefined;
  readonly waits: readonly WaitTotal[];
}

/** Lends something that runs a pipeline what a user sees of a run: progress on stderr, and signals. */
export async function watch<Value>(
  context: CommandContext,
  run: (options: Pick<RunOptions, 'drain' | 'signal' | 'onEvent'>) => Promise<Value>,
): Promise<Watched<Value>> {
  const { output, clock } = context;
  const progress = new RunProgress();
  using interruption = new Interruption(context);
  using display = createProgressDisplay(context, progress);
  try {
    const value = await run({
      drain: interruption.drain,
      signal: interruption.stop,
      onEvent: (event) => {
        interruption.canDrain = true;
        progress.take(event, clock.now());
        display.take(event);
      },
    });
    return { value, exitCode: interruption.exitCode, waits: progress.waits };
  } catch (error) {
    if (!interruption.stop.aborted) throw error;
    // After two signals the run ends in an error by design: the signal is the reason, not what broke because of it.
    await reportError(output, error, false);
    return { exitCode: interruption.exitCode ?? exitCodeOf(error), waits: progress.waits };
  }
}

/** Prints the lines that end a run, for people. */
export async function printSummary(
  { output }: CommandContext,
  report: RunReport,
  waits: readonly WaitTotal[],
): Promise<void> {
  const colours = { '✔': 'green', '✖': 'red', '!': 'yellow' } as const;
  for (const line of summaryLines(report, waits, (sign) => output.style(colours[sign], sign))) await output.line(line);
}
