import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column, JobFileFormat, LoadJob } from '@leat/core';
import { DriverError, quoteIdentifier, sqlError, type StagingTarget } from '@leat/sql';
import type { DuckDbDatabase } from './database.ts';
import { LINE_ERROR, type LoadingProfile } from './loading-profile.ts';
import { decimalSize, duckDbTypes } from './types.ts';

/** Bytes of the longest line a reader is first told to expect. It reserves several times as much, csv the most. */
const LINE_BYTES: Readonly<Record<JobFileFormat, number>> = {
  parquet: 0,
  csv: 4 * 1024 * 1024,
  jsonl: 16 * 1024 * 1024,
};

/** Bytes of the smallest buffer a reader is given. */
const SHORTEST_BUFFER = 256 * 1024;

/** How a reader says that a line is longer; of a quoted csv value it only says that its quote is not closed. */
const LINE_TOO_LONG = /Maximum line size of|maximum_object_size|Value with unterminated quote/;

/** How readers say that a file is not what its name promises. */
const UNREADABLE =
  /CSV Error|Malformed JSON|JSON transform error|[Pp]arquet|No files found|Referenced column|snappy|zstd|Could not read/;

/** What DuckDB says of values, in contrast to files it cannot read. */
const VALUE_ERROR = /^(Conversion|Out of Range|Invalid Input) Error/;

/** One column of a file on its way into a table. */
export interface FileColumn {
  readonly column: Column;
  /** The file's column, quoted. */
  readonly source: string;
  /** SQL that casts it to the column's type, or fails. */
  readonly cast: string;
}

/**
 * Appends a job's file to its staging table and gives the rows DuckDB counted.
 * @throws DestinationError `LEAT_VALUE` naming the column whose values do not fit.
 */
export async function bulkLoad(
  connection: DuckDBConnection,
  database: DuckDbDatabase,
  job: LoadJob,
  target: StagingTarget,
): Promise<number> {
  const table = database.qualify(target.name);
  try {
    return (await connection.run(bulkLoadStatement(job, table, lineBytes(job, database.profile)))).rowsChanged;
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    if (LINE_TOO_LONG.test(text) && !database.profile.longLines && job.file.bytes > LINE_BYTES[job.file.format])
      throw lineTooLong(job);
    const misfit = VALUE_ERROR.test(text) ? await findMisfit(database, job) : undefined;
    throw misfit ?? (UNREADABLE.test(text) ? unreadable(job, text) : error);
  }
}

/** Says which columns did not fit, and how often: DuckDB's message names neither, and quotes the value. */
async function findMisfit(database: DuckDbDatabase, job: LoadJob): Promise<Error | undefined> {
  const columns = fileColumns(job);
  const counts = columns.map(
    ({ source, cast }) => `count(*) FILTER (WHERE ${source} IS NOT NULL AND TRY(${cast}) IS NULL)`,
  );
  // The failed transaction answers nothing any more.
  const connection = await database.connect();
  try {
    const result = await connection.runAndReadAll(
      `SELECT ${counts.join(', ')} FROM ${readFile(job, lineBytes(job, database.profile))}`,
    );
    const misfits = columns.flatMap(({ column }, index) => {
      const rows = Number(result.getRows()[0]?.[index] ?? 0);
      return rows === 0 ? [] : [{ column, rows }];
    });
    const first = misfits[0];
    return first && misfitError(job, first.column, first.rows, misfits.length);
  } catch {
    // The file cannot be read at all; the first error says so.
    return undefined;
  } finally {
    connection.closeSync();
  }
}

function unreadable(job: LoadJob, text: string): Error {
  return sqlError({
    reason: 'unknown',
    code: 'LEAT_JOB_FILE',
    message: `DuckDB cannot read ${job.file.name} as ${job.file.format}`,
    remedy: 'Verify the package; extract again if the file is damaged.',
    details: { file: job.file.name, table: job.table.name },
    // What follows the first line quotes the file.
    cause: new DriverError(text.replaceAll(job.path, job.file.name).split('\n', 1).join('')),
  });
}

function misfitError(job: LoadJob, column: Column, rows: number, columns: number): Error {
  const type = duckDbTypes.toDestination(column);
  return sqlError({
    reason: 'constraint',
    code: 'LEAT_VALUE',
    message: `${rows} ${rows === 1 ? 'value' : 'values'} of column "${column.name}" of table "${job.table.name}" do not fit ${type}`,
    remedy:
      column.dataType === 'decimal'
        ? 'Declare more digits for the column, or declare it as text.'
        : 'Declare the column as text, or correct the data.',
    details: { table: job.table.name, column: column.name, rows, columns, file: job.file.name },
    cause: new DriverError(`Values of ${columns} column(s) of ${job.file.name} do not fit`),
  });
}

/** The columns of a job's file with their casts; a test and the diagnosis of a failed load read it too. */
export function fileColumns(job: Pick<LoadJob, 'table' | 'file'>): readonly FileColumn[] {
  return job.table.columns.map((column, index) => {
    const source = quoteIdentifier(job.file.format === 'csv' ? csvName(index) : column.name);
    return { column, source, cast: castOf(column, source, job.file.format) };
  });
}

/** Appends a file to a table; nothing is sampled, every type is explicit. */
export function bulkLoadStatement(
  job: LoadJob,
  table: string,
  longestLine: number = LINE_BYTES[job.file.format],
): string {
  const columns = fileColumns(job);
  const targets = columns.map(({ column }) => quoteIdentifier(column.name)).join(', ');
  return `INSERT INTO ${table} (${targets}) SELECT ${columns.map(({ cast }) => cast).join(', ')} FROM ${readFile(job, longestLine)}`;
}

/** The table function that reads a job's file. Hive partitioning is off: a folder called `year=2024` is no column. */
function readFile(job: LoadJob, longestLine: number): string {
  const path = quoteText(job.path);
  switch (job.file.format) {
    case 'parquet':
      return `read_parquet(${path}, hive_partitioning = false)`;
    case 'csv': {
      const types = job.table.columns.map((_column, index) => `${quoteText(csvName(index))}: 'VARCHAR'`);
      // A quoted empty field is an empty text, an unquoted one is null.
      return `read_csv(${path}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, hive_partitioning = false, max_line_size = ${longestLine}, buffer_size = ${2 * longestLine}, columns = {${types.join(', ')}})`;
    }
    case 'jsonl': {
      const types = job.table.columns.map((column) => `${quoteText(column.name)}: '${jsonType(column)}'`);
      return `read_json(${path}, format = 'newline_delimited', hive_partitioning = false, maximum_object_size = ${longestLine}, columns = {${types.join(', ')}})`;
    }
  }
}

/** Numbers and booleans are read as such; all other values are JSON strings. */
function jsonType(column: Column): string {
  return column.dataType === 'bigint' || column.dataType === 'double' || column.dataType === 'bool'
    ? duckDbTypes.toDestination(column)
    : 'VARCHAR';
}

function castOf(column: Column, source: string, format: JobFileFormat): string {
  if (column.dataType === 'decimal') return castDecimal(column, source);
  if (column.dataType === 'binary' && format === 'csv') return `unhex(substr(${source}, 3))`;
  if (column.dataType === 'binary' && format === 'jsonl') return `from_base64(${source})`;
  return `CAST(${source} AS ${duckDbTypes.toDestination(column)})`;
}

/**
 * Casts text to a decimal without rounding: DuckDB's own cast turns `1.239` into `1.24` for two fraction digits.
 *
 * Its cast of text to a decimal wider than 18 digits takes some 10 µs per value (1.5.6), 150 times as long as to a narrow
 * one, so narrow values take the narrow cast and wide ones are put together from integer and fraction.
 */
function castDecimal(column: Column, source: string): string {
  const { precision, scale } = decimalSize(column);
  const type = `DECIMAL(${precision},${scale})`;
  const fits = (integerDigits: number): string =>
    `regexp_full_match(${source}, '[+-]?0*\\d{1,${Math.max(1, integerDigits)}}(\\.\\d{0,${scale}}0*)?')`;
  // No number begins like this, so the cast fails; `error()` would say so plainly, but TRY refuses volatile functions.
  const refuse = `CAST('misfit ' || ${source} AS ${type})`;
  // With no integer digit the pattern would still let one through; the cast below refuses it.
  const wide = `CASE WHEN ${fits(precision - scale)} THEN ${scale > 17 || precision <= 18 ? `CAST(${source} AS ${type})` : assemble(source, type, scale)} WHEN ${source} IS NULL THEN NULL ELSE ${refuse} END`;
  if (precision <= 18 || scale > 17) return wide;
  return `CASE WHEN ${fits(18 - scale)} THEN CAST(CAST(${source} AS DECIMAL(18,${scale})) AS ${type}) ELSE ${wide} END`;
}

function assemble(source: string, type: string, scale: number): string {
  const integer = `CAST(CAST(split_part(${source}, '.', 1) AS HUGEINT) AS ${type})`;
  const fraction = `CAST(CAST('0.' || split_part(${source}, '.', 2) AS DECIMAL(18,${scale})) AS ${type})`;
  return `CASE WHEN starts_with(${source}, '-') THEN ${integer} - ${fraction} ELSE ${integer} + ${fraction} END`;
}

/** No line is longer than its file, which keeps the buffers for small files small. */
function lineBytes(job: LoadJob, profile: LoadingProfile): number {
  const longest = profile.longLines ? job.file.bytes : Math.min(job.file.bytes, LINE_BYTES[job.file.format]);
  return Math.max(longest, SHORTEST_BUFFER);
}

function lineTooLong(job: LoadJob): Error {
  return sqlError({
    reason: 'quota',
    code: LINE_ERROR,
    message: `A row of ${job.file.name} is longer than ${LINE_BYTES[job.file.format]} bytes`,
    remedy: 'Use the file format parquet, which has no lines.',
    details: { file: job.file.name, table: job.table.name },
  });
}

function csvName(index: number): string {
  return `c${index}`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
