import {
  DestinationError,
  recoverabilityOf,
  type ErrorCatalog,
  type ErrorCode,
  type ErrorDetails,
  type FailureReason,
} from '@leat/core';

/** What a driver said, without values of rows and without paths nobody gave: the cause of a `DestinationError`. */
export class DriverError extends Error {
  override readonly name = 'DriverError';
}

const REASON_CODES: Readonly<Record<FailureReason, ErrorCode>> = {
  connection: 'LEAT_CONNECTION',
  authentication: 'LEAT_AUTHENTICATION',
  permission: 'LEAT_PERMISSION',
  syntax: 'LEAT_SQL_SYNTAX',
  'undefined-entity': 'LEAT_SQL_UNDEFINED',
  constraint: 'LEAT_CONSTRAINT',
  conflict: 'LEAT_CONFLICT',
  quota: 'LEAT_QUOTA',
  timeout: 'LEAT_TIMEOUT',
  unknown: 'LEAT_DRIVER',
};

const REMEDIES: Readonly<Record<FailureReason, string>> = {
  connection:
    'Check that the server runs and can be reached, then run the same command again; nothing is loaded twice.',
  authentication: 'Check the credentials of the destination.',
  permission: "Give the destination's user the right named in the message, or use another user.",
  syntax: 'Correct the query; the message says where the engine stopped reading.',
  'undefined-entity': 'Check the spelling of tables and columns; `leat info` lists what was loaded.',
  constraint: 'Look at the constraint or type named in the message; change it, or the data, and run again.',
  conflict: 'Run the same command again; nothing is loaded twice.',
  quota: 'Free the resource named in the message or raise its limit, then run the same command again.',
  timeout: 'Run the same command again, or give it more time.',
  unknown: 'Read the cause below; if leat should have explained it, please report it.',
};

export interface SqlFailure {
  readonly reason: FailureReason;
  readonly message: string;
  /** Defaults to the code of the reason. */
  readonly code?: ErrorCode;
  /** Defaults to the remedy of the reason. */
  readonly remedy?: string;
  readonly details?: ErrorDetails;
  /** Scrubbed: see `DriverError`. */
  readonly cause?: unknown;
}

/** Makes the error every SQL destination throws; the reason stays readable in `details.reason`. */
export function sqlError(failure: SqlFailure): DestinationError {
  return new DestinationError(failure.message, {
    code: failure.code ?? REASON_CODES[failure.reason],
    recoverability: recoverabilityOf(failure.reason),
    remedy: failure.remedy ?? REMEDIES[failure.reason],
    details: { reason: failure.reason, ...failure.details },
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  });
}

/** The reason `sqlError` put into an error; undefined for errors made elsewhere. */
export function reasonOf(error: unknown): FailureReason | undefined {
  if (!(error instanceof DestinationError)) return undefined;
  const reason = error.details['reason'];
  return typeof reason === 'string' && reason in REASON_CODES ? (reason as FailureReason) : undefined; // checked just before
}

/** Codes of the errors that come from `@leat/sql` and are not core's; destinations put them into their own catalog. */
export const SQL_ERROR_CODES: ErrorCatalog = {
  LEAT_ROW_COUNT_MISMATCH: {
    title: 'The destination counted other rows than the file holds',
    causes: ['A job file was cut or changed after it was written.', 'The destination reads the file differently.'],
    remedy:
      'Nothing was published. Verify the package with `leat packages verify`; extract again if a file is damaged.',
  },
  LEAT_IDENTIFIER: {
    title: 'A name cannot be an identifier',
    causes: ['The name is empty or holds the character NUL.'],
    remedy: 'Rename it, or use a naming convention other than "direct".',
  },
  LEAT_DECIMAL_TOO_WIDE: {
    title: 'A decimal needs more digits than the destination has',
    causes: ['Integer digits of old values and fraction digits of new ones do not fit together.'],
    remedy: 'Declare the column as text or double.',
  },
  LEAT_COMMIT_UNKNOWN: {
    title: 'The connection was lost while the load was committed',
    causes: ['Network or server failed between COMMIT and its answer.'],
    remedy: 'Run the same command again: it looks the load up first and loads nothing twice.',
  },
  LEAT_STAGING_LOST: {
    title: 'Rows that were staged are gone',
    causes: [
      'The server crashed, or another one took its place, between the files of a load and its commit.',
      'A trigger that people added to the table leaves rows out.',
    ],
    remedy: 'Run the same command again: nothing was published, and the files are staged anew.',
  },
  LEAT_LOAD_BROKEN: {
    title: 'The load failed earlier and cannot go on',
    causes: ['A file could not be loaded, and the transaction was rolled back.'],
    remedy: 'See the first error; run the same command again once its cause is gone.',
  },
  LEAT_MERGE_COLUMN: {
    title: 'A table lacks a column that a merge needs',
    causes: ['The table was made by something else than leat, and has no ids of rows or of their parents.'],
    remedy: 'Load the table once with replace, then merge.',
  },
  LEAT_NOT_SQL: {
    title: 'Typed queries need a SQL destination',
    causes: ['`kyselyOf` was given a dataset whose destination does not speak SQL.'],
    remedy: 'Read it with `dataset.rows()`.',
  },
  LEAT_VALUE: {
    title: 'A value does not fit its column',
    causes: ['A decimal has more digits than the column.', 'A text is no number, date or JSON.'],
    remedy: 'Declare the column wider or as text; nothing was loaded.',
  },
  ...reasonCatalog(),
};

function reasonCatalog(): ErrorCatalog {
  const entries = Object.entries(REASON_CODES).map(([reason, code]) => [
    code,
    // REASON_CODES and REMEDIES have the same keys.
    {
      title: `The destination failed: ${reason}`,
      causes: ['See the message of the engine.'],
      remedy: REMEDIES[reason as FailureReason],
    },
  ]);
  return Object.fromEntries(entries);
}
