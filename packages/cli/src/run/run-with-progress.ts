import type { Pipeline, RunReport } from '@leat/core';
import type { CommandContext } from '../command-context.ts';
import { reportError } from '../error-report.ts';
import { EXIT_CODES, exitCodeOf, type ExitCode } from '../exit-codes.ts';
import { Interruption } from './interruption.ts';
import { createProgressDisplay } from './progress-display.ts';
import { RunProgress, type WaitTotal } from './run-progress.ts';
import { summaryLines } from './summary.ts';

/** What one run is asked to do. */
export interface RunRequest {
  readonly resources?: readonly string[];
  readonly limit?: number;
  readonly failFast: boolean;
}

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
  const { output, clock } = context;
  const progress = new RunProgress();
  using interruption = new Interruption(context);
  using display = createProgressDisplay(context, progress);
  try {
    const report = await pipeline.run({
      failFast: request.failFast,
      drain: interruption.drain,
      signal: interruption.stop,
      onEvent: (event) => {
        progress.take(event, clock.now());
        display.take(event);
      },
      ...(request.resources === undefined ? {} : { resources: request.resources }),
      ...(request.limit === undefined ? {} : { limit: request.limit }),
    });
    return { report, exitCode: exitCodeOfReport(report, interruption), waits: progress.waits };
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

function exitCodeOfReport({ status }: RunReport, interruption: Interruption): ExitCode {
  if (status === 'partial') return EXIT_CODES.partial;
  return status === 'stopped' ? (interruption.exitCode ?? EXIT_CODES.done) : EXIT_CODES.done;
}
