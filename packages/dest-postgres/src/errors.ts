import { isLeatError, type DestinationError, type ErrorDetails, type FailureReason, type LoadJob } from '@leat/core';
import { DriverError, sqlError, type SqlFailure } from '@leat/sql';
import type { Target } from './environment.ts';
import { explanationOf } from './error-states.ts';

/** Fields of an error the server sends (PostgreSQL, Error and Notice Message Fields). */
interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly detail: string | undefined;
  readonly where: string | undefined;
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly constraint: string | undefined;
}

/** Codes of Node.js for connections that could not be made or broke. */
const NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ENOENT|EADDRNOTAVAIL|ERR_STREAM_\w+)$/;

/** Codes of Node.js for certificates that do not pass; one that holds an alert of the server may have a slash in it. */
const CERTIFICATE = /^(ERR_TLS_\w+|ERR_O?SSL_.+|\w*CERT\w*|UNABLE_TO_\w+)$/;

/** What the driver says of a connection that is gone; it gives these errors no code. */
const GONE = /Connection terminated|timeout expired|Client has encountered a connection error|Client was closed/;

/** Constraint violations that are another transaction creating the same thing. */
const CATALOG_RACE = /^pg_\w+_index$/;

/** Sorts an error of the driver by the words every engine shares. */
export function classifyPostgresError(error: unknown): FailureReason {
  const server = serverErrorOf(error);
  if (server !== undefined) return failureOf(server).reason;
  return isNetworkError(error) ? 'connection' : 'unknown';
}

/** Whether a connection with more, or with less, encryption is worth trying. */
export function refusesEncryption(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return /does not support SSL/.test(text) || serverErrorOf(error)?.code === '28000';
}

/** Turns an error of the driver into one that says what to do, without values of rows. */
export function postgresError(error: unknown, target: Target): DestinationError {
  if (isLeatError(error) && error.name === 'DestinationError') return error as DestinationError; // told apart by its name
  const server = serverErrorOf(error);
  if (server !== undefined) return sqlError(failureOf(server));
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  const place = `${target.host}:${target.port}`;
  if (CERTIFICATE.test(code) || /does not support SSL|establishing an SSL connection/.test(text)) {
    return sqlError({
      reason: 'authentication',
      code: 'LEAT_POSTGRES_TLS',
      message: `No encrypted connection to ${place} with sslMode ${target.sslMode}: ${code === '' ? text : code}`,
      remedy: tlsRemedy(code),
      cause: new DriverError(code === '' ? text : code),
    });
  }
  if (isNetworkError(error)) {
    const missing = code === 'ENOTFOUND' || code === 'ECONNREFUSED';
    return sqlError({
      reason: 'connection',
      message: missing
        ? `No Postgres server at ${place} (${code})`
        : `The connection to ${place} was lost${code === '' ? '' : ` (${code})`}`,
      cause: new DriverError(text),
    });
  }
  return sqlError({ reason: 'unknown', message: text, cause: new DriverError(text) });
}

/** Which of the three things that two sides agree on is the one that does not fit. */
function tlsRemedy(code: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'Connect by a name the certificate is made for; sslMode "verify-ca" does not compare names.';
  // What this side presents: OpenSSL refuses to use it, or the server refuses it by an alert.
  if (/^ERR_OSSL_|ALERT/.test(code))
    return 'Check that "cert" and "key" belong together and are what the server wants of a client, and that all hold PEM text.';
  return 'Give the authority that signed the server\'s certificate as "ca", or choose the sslMode your server is set up for.';
}

/** Whether reading the job's file is what failed. */
export function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && /^(open|read|stat)$/.test(String(error.syscall));
}

/** The error of a job file that cannot be read. */
export function fileError(job: LoadJob, error: unknown): DestinationError {
  return sqlError({
    reason: 'unknown',
    code: 'LEAT_JOB_FILE',
    message: `The file ${job.file.name} cannot be read`,
    remedy: 'Verify the package; extract again if the file is damaged.',
    details: { file: job.file.name, table: job.table.name },
    cause: new DriverError(codeOf(error)),
  });
}

function failureOf(server: ServerError): SqlFailure & { readonly reason: FailureReason } {
  const raced = server.code === '23505' && CATALOG_RACE.test(server.constraint ?? '');
  const explanation = explanationOf(raced ? '42710' : server.code, server.message);
  const details: ErrorDetails = {
    sqlState: server.code,
    ...named('schema', server.schema),
    ...named('table', server.table),
    ...named('column', server.column ?? copyPlace(server)?.column),
    ...named('constraint', server.constraint),
    ...named('function', raisingFunction(server)),
  };
  const message = raced ? 'Another process created the same table at the same time' : messageOf(server);
  return {
    reason: explanation.reason,
    message,
    details,
    cause: new DriverError(`${server.code}: ${scrub(server)}`),
    ...(explanation.code === undefined ? {} : { code: explanation.code }),
    ...(explanation.remedy === undefined ? {} : { remedy: explanation.remedy }),
  };
}

/** Says what refused a row; for everything else the server says it best. */
function messageOf(server: ServerError): string {
  const { code, constraint, table, schema } = server;
  const place = table === undefined ? '' : ` of table "${schema ?? ''}"."${table}"`;
  if (code.startsWith('23') && constraint !== undefined) return `Constraint "${constraint}"${place} refused a row`;
  const raising = raisingFunction(server);
  if (code === 'P0001') return `A trigger refused a row${raising === undefined ? '' : ` (function ${raising})`}`;
  const copied = copyPlace(server);
  if (copied !== undefined) {
    const column = copied.column === undefined ? '' : ` of column "${copied.column}"`;
    return `A value${column} in line ${copied.line} of a file does not fit: ${scrub(server)}`;
  }
  return scrub(server);
}

/** Messages about data quote the value; names of types, which are not quoted, stay. */
function scrub({ code, message }: ServerError): string {
  if (code === 'P0001') return 'raised by a function';
  return code.startsWith('22') ? message.replaceAll(/".*"/gs, '…').replace(/: [^:…]*$/s, '') : message;
}

/** `COPY name, line 3, column v: "value"`, perhaps behind lines about the value: everything but the value. */
function copyPlace({ where }: ServerError): { readonly line: number; readonly column: string | undefined } | undefined {
  const found = /^COPY [^\n]*?, line (\d+)(?:, column ([^\n]*?): ")?/m.exec(where ?? '');
  return found === null ? undefined : { line: Number(found[1]), column: found[2] };
}

function raisingFunction({ code, where }: ServerError): string | undefined {
  if (code !== 'P0001') return undefined;
  return /function ([^ (]+)\(/.exec(where ?? '')?.[1];
}

function named(key: string, value: string | undefined): ErrorDetails {
  return value === undefined ? {} : { [key]: value };
}

function serverErrorOf(error: unknown): ServerError | undefined {
  // Five characters, but for the codes of Node.js, which come without a severity.
  if (!(error instanceof Error) || !('severity' in error) || !/^[0-9A-Z]{5}$/.test(codeOf(error))) return undefined;
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    code: codeOf(error),
    message: error.message,
    detail: text('detail'),
    where: text('where'),
    schema: text('schema'),
    table: text('table'),
    column: text('column'),
    constraint: text('constraint'),
  };
}

function isNetworkError(error: unknown): boolean {
  return NETWORK.test(codeOf(error)) || (error instanceof Error && GONE.test(error.message));
}

function codeOf(error: unknown): string {
  // An error about several addresses of one name holds one error for each.
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error && 'code' in one && typeof one.code === 'string' ? one.code : '';
}
