import type { DestinationError, ErrorCatalog, ErrorCode, FailureReason } from '@leat/core';
import { DriverError, sqlError, type SqlFailure } from '@leat/sql';

/** Replaces paths of the machine by what the user wrote, in messages that may be printed. */
export type PathNames = readonly (readonly [absolute: string, shown: string])[];

interface Explanation {
  readonly pattern: RegExp;
  readonly reason: FailureReason;
  readonly code?: ErrorCode;
  /** `$` stands for the path as the user gave it. */
  readonly message?: string;
  readonly remedy?: string;
}

/**
 * What DuckDB's messages mean, first match wins. The texts were collected from DuckDB 1.5.6 by provoking each failure;
 * the tests provoke them again.
 */
const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /Could not set lock on file/,
    reason: 'conflict',
    code: 'LEAT_LOCKED',
    message: 'Another process has $ open',
    remedy:
      'Close the other program (a DuckDB shell, a notebook, another run) and run again; one process at a time can write a DuckDB file.',
  },
  {
    // Spilling is limited to the room that was there when the file was opened, so a full disk can end in its limit.
    pattern: /No space left on device|File too large|Disk quota exceeded|failed to offload data block/i,
    reason: 'quota',
    code: 'LEAT_DUCKDB_DISK_FULL',
    message: 'The disk is full: DuckDB could not write $',
    remedy:
      'Free space on the disk of the database, then run the same command again; nothing of this load was published.',
  },
  {
    pattern: /version number \d+, but we can only read|storage version|newer version of DuckDB/i,
    reason: 'unknown',
    code: 'LEAT_DUCKDB_VERSION',
    message: '$ was written by a newer DuckDB',
    remedy: 'Update @leat/dest-duckdb, or export the database with the DuckDB that wrote it (EXPORT DATABASE).',
  },
  {
    pattern: /not a valid DuckDB database file|is encrypted|sqlite|Is a directory/i,
    reason: 'unknown',
    code: 'LEAT_DUCKDB_NOT_A_DATABASE',
    message: '$ is not a DuckDB database',
    remedy:
      'Give the path of a DuckDB database, or of a file that does not exist yet; leat never overwrites a file it did not make.',
  },
  {
    pattern: /Corrupt database file|Failed to load metadata|Failure while replaying WAL/i,
    reason: 'unknown',
    code: 'LEAT_DUCKDB_CORRUPT',
    message: '$ is damaged',
    remedy: 'Restore the file from a backup, or load into a new file.',
  },
  {
    pattern: /in read-only mode: database does not exist/,
    reason: 'undefined-entity',
    code: 'LEAT_DUCKDB_MISSING',
    message: '$ does not exist, and read-only access creates nothing',
    remedy: 'Check the path, or run a pipeline first.',
  },
  {
    pattern: /No such file or directory|Not a directory/i,
    reason: 'undefined-entity',
    code: 'LEAT_DUCKDB_FOLDER',
    message: 'The folder of $ does not exist',
    remedy: 'Create the folder, or give another path.',
  },
  {
    pattern: /Read-only file system|attached in read-only mode|Operation not permitted/i,
    reason: 'permission',
    code: 'LEAT_DUCKDB_READ_ONLY',
    message: '$ cannot be written: it, its folder or its connection is read-only',
    remedy: 'Use a path on a writable file system, or the option accessMode "read-only" if you only want to read.',
  },
  {
    pattern: /Permission denied/i,
    reason: 'permission',
    message: 'No permission for $',
    remedy: 'Give this user the right to read and write the database file and its folder.',
  },
  {
    pattern: /different configuration than existing connections/,
    reason: 'conflict',
    code: 'LEAT_DUCKDB_MODE',
    message: '$ is open in this process with another access mode',
    remedy: 'Close the other connection first, or use the same accessMode for both.',
  },
  {
    pattern: /^Out of Memory Error/i,
    reason: 'quota',
    code: 'LEAT_DUCKDB_MEMORY',
    message: 'DuckDB ran out of the memory it may use for $',
    remedy: 'Raise the option memoryLimit, lower threads, or use a machine with more memory.',
  },
  { pattern: /^(TransactionContext Error|Transaction).*conflict/is, reason: 'conflict' },
  { pattern: /^(Constraint|Conversion|Out of Range|Invalid Input|Mismatch Type) Error/i, reason: 'constraint' },
  {
    pattern: /^Dependency Error/i,
    reason: 'constraint',
    remedy: 'Drop the index or view named in the message, run again, and create it anew.',
  },
  {
    pattern: /^Catalog Error.*does not exist|^Binder Error.*(not found|does not exist|Referenced (table|column))/is,
    reason: 'undefined-entity',
  },
  { pattern: /^(Parser|Syntax|Binder|Catalog|Not implemented) Error/i, reason: 'syntax' },
  { pattern: /^(FATAL|INTERNAL) Error|database has been invalidated/i, reason: 'connection' },
];

/** Sorts an error of the driver by the words every engine shares. */
export function classifyDuckDbError(error: unknown): FailureReason {
  return explain(textOf(error))?.reason ?? 'unknown';
}

/** Turns an error of the driver into one that says what to do; values of rows and paths nobody gave are taken out. */
export function duckDbError(error: unknown, shownPath: string, names: PathNames): DestinationError {
  const text = scrub(textOf(error), names);
  const explanation = explain(text);
  const holder = /\(PID (\d+)\)/.exec(text)?.[1];
  const failure: SqlFailure = {
    reason: explanation?.reason ?? 'unknown',
    message: explanation?.message?.replace('$', () => shownPath) ?? text,
    cause: new DriverError(text),
    ...(explanation?.code === undefined ? {} : { code: explanation.code }),
    ...(explanation?.remedy === undefined ? {} : { remedy: explanation.remedy }),
    ...(holder === undefined ? {} : { details: { process: Number(holder) } }),
  };
  return sqlError(failure);
}

function explain(text: string): Explanation | undefined {
  return EXPLANATIONS.find(({ pattern }) => pattern.test(text));
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // What the driver says of a text without any statement, which is no error to DuckDB.
  if (text === 'Error in native callback') return 'Parser Error: there is no statement in the query';
  // The driver's own prefix before DuckDB's message.
  return text.replace(/^Failed to extract statements: /, '');
}

function scrub(text: string, names: PathNames): string {
  const anonymous = text.replace(/held in .* \(PID/, 'held by another process (PID');
  const shown = new Map(names);
  // In one pass and the longest first: what was put in must not be replaced again.
  const paths = names.map(([path]) => path).toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(
    paths.map((path) => path.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('|'),
    'g',
  );
  const scrubbed = paths.length === 0 ? anonymous : anonymous.replace(pattern, (path) => shown.get(path) ?? path);
  // These quote the value that did not fit, and echo the statement around it.
  if (/^(Constraint|Conversion|Out of Range|Invalid Input|Mismatch Type) Error/i.test(scrubbed)) {
    return scrubbed
      .split('\n\nLINE ', 1)
      .join('')
      .replaceAll(/(["']).*\1/gs, '…');
  }
  return scrubbed;
}

/** Codes only DuckDB has. */
export const DUCKDB_ERROR_CODES: ErrorCatalog = {
  LEAT_DUCKDB_DISK_FULL: {
    title: 'The disk is full',
    causes: [
      'The database, its write-ahead log or its spill files fill the disk.',
      'A quota or file size limit applies.',
    ],
    remedy: 'Free space, then run the same command again; nothing of the load was published.',
  },
  LEAT_DUCKDB_MEMORY: {
    title: 'DuckDB ran out of memory',
    causes: [
      'The option memoryLimit is too low for very wide tables or very long values.',
      'The machine has too little memory.',
    ],
    remedy: 'Raise the option memoryLimit, lower threads, or use a machine with more memory.',
  },
  LEAT_DUCKDB_VERSION: {
    title: 'The database was written by a newer DuckDB',
    causes: ['Another program with a newer DuckDB upgraded the file.'],
    remedy: 'Update @leat/dest-duckdb, or export the database with the DuckDB that wrote it.',
  },
  LEAT_DUCKDB_NOT_A_DATABASE: {
    title: 'The file is no DuckDB database',
    causes: ['The path names another file, or a folder.', 'The database is encrypted.'],
    remedy: 'Give the path of a DuckDB database or of a file that does not exist yet.',
  },
  LEAT_DUCKDB_CORRUPT: {
    title: 'The database is damaged',
    causes: ['Its disk failed, or another program wrote into the file.'],
    remedy: 'Restore the file from a backup, or load into a new file.',
  },
  LEAT_DUCKDB_MISSING: {
    title: 'The database does not exist',
    causes: ['Read-only access was asked for, which creates nothing.'],
    remedy: 'Check the path, or run a pipeline first.',
  },
  LEAT_DUCKDB_FOLDER: {
    title: 'The folder of the database does not exist',
    causes: ['The path has a typing error.', 'A file stands where the folder should be.'],
    remedy: 'Create the folder, or give another path.',
  },
  LEAT_DUCKDB_READ_ONLY: {
    title: 'The database cannot be written',
    causes: ['File, folder or file system are read-only.', 'The option accessMode is "read-only".'],
    remedy: 'Use a writable path, or accessMode "read-only" for reading only.',
  },
  LEAT_DUCKDB_MODE: {
    title: 'The database is open in another mode',
    causes: ['One process opened the same file for reading only and for writing.'],
    remedy: 'Close the other connection first, or use the same accessMode.',
  },
  LEAT_DUCKDB_LINE: {
    title: 'A row of a text file is too long',
    causes: ['A row of a csv or jsonl file is as long as the file itself.'],
    remedy: 'Use the file format parquet.',
  },
  LEAT_JOB_FILE: {
    title: 'A job file could not be read',
    causes: ['The file was removed, cut or changed after it was written.'],
    remedy: 'Verify the package; extract again if a file is damaged.',
  },
};
