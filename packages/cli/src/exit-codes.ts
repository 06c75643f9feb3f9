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
