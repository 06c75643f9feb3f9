import { isLeatError } from '../errors/leat-error.ts';
import type { ExtractResult } from '../extract/extract-result.ts';
import type { ReadPlan } from './read-plan.ts';
import type { PipelineSetup } from './setup.ts';
import type { ErrorReport, LoadReport, ResourceReport, RunReport } from './run-report.ts';

export interface RunOutcome {
  readonly setup: PipelineSetup;
  readonly results: readonly ExtractResult[];
  readonly skipped: ReadPlan['skipped'];
  readonly loads: readonly LoadReport[];
  readonly failFast: boolean;
  readonly drained: boolean;
  readonly seconds: RunReport['seconds'];
}

/** Turns what happened into the report, or throws where nothing of the run came through. */
export function reportOf({ setup, results, skipped, loads, failFast, drained, seconds }: RunOutcome): RunReport {
  const failed = results.filter(({ status }) => status === 'failed');
  if (failed.length > 0 && (failFast || failed.length === results.length)) throw firstCause(failed);
  return {
    version: 1,
    status: failed.length > 0 ? 'partial' : drained ? 'stopped' : 'done',
    pipeline: setup.name,
    dataset: setup.dataset,
    destination: { name: setup.plugin.name, location: setup.plugin.describe(setup.options) },
    resources: [...results.map(resourceReport), ...skipped.map(skippedReport)],
    loads,
    warnings: loads.flatMap(({ receipt }) => receipt.warnings),
    seconds,
  };
}

/** What really went wrong: other resources may have been stopped because of it. */
function firstCause(failed: readonly ExtractResult[]): unknown {
  const causes = failed.map(({ error }) => error);
  return causes.find((error) => !isLeatError(error) || error.code !== 'LEAT_ABORTED') ?? causes[0];
}

function resourceReport({ resource, status, rows, filtered, requests, error }: ExtractResult): ResourceReport {
  const report = { name: resource.definition.name, status, rows, filtered, requests };
  if (error === undefined) return report;
  if (status === 'skipped') return { ...report, reason: errorReport(error).message };
  return { ...report, error: errorReport(error) };
}

function skippedReport({ resource, reason }: ReadPlan['skipped'][number]): ResourceReport {
  return { name: resource.definition.name, status: 'skipped', rows: 0, filtered: 0, requests: 0, reason };
}

/** An error as plain data; what is no leat error shows its message only. */
export function errorReport(error: unknown): ErrorReport {
  if (isLeatError(error)) {
    const { code, message, remedy, recoverability, details } = error;
    return { code, message, remedy, recoverability, details };
  }
  return {
    code: 'LEAT_UNEXPECTED',
    message: error instanceof Error ? error.message : 'Something that is no error was thrown.',
    remedy: 'Report this as a defect, with the command and its output under --verbose.',
    recoverability: 'terminal',
    details: {},
  };
}
