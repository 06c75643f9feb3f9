import type { ErrorReport, PipelinePlan, RunReport } from '@leat/core';

/** What the command tells its caller by its exit code; schedulers decide by it whether to try again. */
export const EXIT_CODES = {
  done: 0,
  unexpected: 1,
  changesPending: 2,
  configuration: 3,
  source: 4,
  destination: 5,
  data: 6,
  partial: 7,
  locked: 8,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** What each code means, for `--help` and the docs. */
export const EXIT_CODE_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'unexpected error: a defect of leat or of a plugin',
  2: 'changes are pending (plan --exit-code)',
  3: 'configuration, credentials or usage',
  4: 'the source failed; trying again can help',
  5: 'the destination failed; trying again can help',
  6: 'the data do not fit a contract or a limit',
  7: 'partial: some resources failed, the others were loaded',
  8: 'locked: another run of the pipeline is under way',
  130: 'stopped by Ctrl-C; what was sealed is resumed by the next run',
  143: 'stopped by SIGTERM; what was sealed is resumed by the next run',
};

/** Codes that say more than the class of their error. */
const BY_CODE: Readonly<Record<string, ExitCode>> = {
  LEAT_ABORTED: EXIT_CODES.interrupted,
  LEAT_LOCKED: EXIT_CODES.locked,
  LEAT_FENCED: EXIT_CODES.locked,
  LEAT_UNBALANCED: EXIT_CODES.data,
  // What is asked of a package and cannot be done: trying again does not help.
  LEAT_PACKAGE_UNKNOWN: EXIT_CODES.configuration,
  LEAT_PACKAGE_PENDING: EXIT_CODES.configuration,
  LEAT_PACKAGE_NEWER: EXIT_CODES.configuration,
  LEAT_PACKAGE_DAMAGED: EXIT_CODES.data,
};

const BY_CLASS: Readonly<Record<string, ExitCode>> = {
  ConfigError: EXIT_CODES.configuration,
  SourceError: EXIT_CODES.source,
  DestinationError: EXIT_CODES.destination,
  LoadError: EXIT_CODES.destination,
  SchemaError: EXIT_CODES.data,
  PipelineError: EXIT_CODES.unexpected,
};

/** Reasons (core's `FailureReason`) that an operator cures by changing credentials or rights, whoever reports them. */
const CREDENTIAL_REASONS: ReadonlySet<unknown> = new Set(['authentication', 'permission']);

/**
 * Maps an error to its exit code: by its code, then its reason, then its class. Classes go by name, so that a plugin with a
 * copy of core of its own is understood, and so that `leat --help`, which prints this table, loads nothing.
 */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return EXIT_CODES.unexpected;
  const byCode = BY_CODE[error.code];
  if (byCode !== undefined) return byCode;
  const details: unknown = 'details' in error ? error.details : undefined;
  const reason = typeof details === 'object' && details !== null && 'reason' in details ? details.reason : undefined;
  if (error.code.startsWith('LEAT_') && CREDENTIAL_REASONS.has(reason)) return EXIT_CODES.configuration;
  return BY_CLASS[error.name] ?? EXIT_CODES.unexpected;
}

/**
 * What a run exits with that did not fail as a whole; `signalled` is the code of the signal that stopped it.
 *
 * A partial run exits with 7, but with 3 where the credentials were refused and nothing else went wrong: whatever was loaded
 * beside it needed none, and trying again does not help.
 */
export function exitCodeOfReport(
  { status, resources }: Pick<RunReport, 'status' | 'resources'>,
  signalled: ExitCode | undefined,
): ExitCode {
  if (status === 'stopped') return signalled ?? EXIT_CODES.done;
  if (status === 'done') return EXIT_CODES.done;
  const errors = resources.flatMap(({ error }) => error ?? []);
  return errors.length > 0 && errors.every(isRefusedLogin) ? EXIT_CODES.configuration : EXIT_CODES.partial;
}

/** By its reason, else by its code: plugins that classify nothing name such errors `…_UNAUTHORIZED` or `…_AUTHENTICATION`. */
function isRefusedLogin({ code, details }: ErrorReport): boolean {
  // A transformer fails with the code of its parent in the details.
  const { reason, cause } = details;
  return (
    reason === 'authentication' || [code, cause].some((name) => /_(UNAUTHORIZED|AUTHENTICATION)$/.test(String(name)))
  );
}

/**
 * What a plan exits with. A plan of resources that could not be read is none, and exits as the run would; otherwise 0, and
 * with `--exit-code` 6 where somebody has to decide about something, 2 where changes are pending.
 */
export function exitCodeOfPlan({ changes, decisions }: PipelinePlan, tellChanges: boolean): ExitCode {
  const unread = decisions.find(({ error }) => !isDecision(error));
  if (unread !== undefined) return exitCodeOfFailedResource(unread.error);
  if (!tellChanges) return EXIT_CODES.done;
  if (decisions.length > 0) return EXIT_CODES.data;
  return changes.length > 0 ? EXIT_CODES.changesPending : EXIT_CODES.done;
}

/** Whether an error of a plan is about the data and what is allowed to become of them, and not about reading them. */
export function isDecision({ code }: ErrorReport): boolean {
  return DATA_CODES.has(code);
}

function exitCodeOfFailedResource(error: ErrorReport): ExitCode {
  const { code, details } = error;
  if (CONFIGURATION_CODES.has(code) || isRefusedLogin(error) || CREDENTIAL_REASONS.has(details['reason']))
    return EXIT_CODES.configuration;
  return BY_CODE[code] ?? EXIT_CODES.source;
}

/** Codes of core that are thrown as `SchemaError` while rows are read: an error report does not tell its class. */
const DATA_CODES: ReadonlySet<string> = new Set([
  'LEAT_CONTRACT',
  'LEAT_CURSOR_TYPE',
  'LEAT_PRIMARY_KEY_CHANGED',
  'LEAT_TABLE_LIMIT',
  'LEAT_TIMESTAMP_RANGE',
]);

/** Codes of core that are thrown as `ConfigError` while rows are read. */
const CONFIGURATION_CODES: ReadonlySet<string> = new Set([
  'LEAT_INCREMENTAL_INVALID',
  'LEAT_MERGE_WITHOUT_KEY',
  'LEAT_POLICY_KEY',
  'LEAT_STRATEGY_UNSUPPORTED',
]);
