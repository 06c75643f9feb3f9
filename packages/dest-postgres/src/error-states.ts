import type { ErrorCatalog, ErrorCode, FailureReason } from '@leat/core';

/** What a state of the server means to somebody who loads. */
export interface Explanation {
  readonly reason: FailureReason;
  readonly code?: ErrorCode;
  readonly remedy?: string;
}

interface State extends Explanation {
  /** A state, or the first characters of several. */
  readonly state: string;
  readonly message?: RegExp;
}

const RUN_AGAIN = 'Run the same command again; nothing is loaded twice.';

/** First match wins (PostgreSQL, Appendix A: Error Codes). */
const STATES: readonly State[] = [
  {
    state: '53300',
    reason: 'connection',
    code: 'LEAT_POSTGRES_CONNECTIONS',
    remedy: 'Run again when fewer programs are connected, or have max_connections raised or a pooler put in front.',
  },
  { state: '08', reason: 'connection' },
  { state: '57P', reason: 'connection', remedy: `The server was stopped or ended the connection. ${RUN_AGAIN}` },
  { state: '25P03', reason: 'connection', remedy: `This process stood still while it published. ${RUN_AGAIN}` },
  { state: '28', reason: 'authentication' },
  {
    state: '3D000',
    reason: 'undefined-entity',
    remedy: 'Create the database first, or give the name of one that exists as "database" or in the url.',
  },
  {
    state: '42501',
    reason: 'permission',
    remedy: 'Run `leat check`: it names the grants that are missing. `leat plan --sql` prints the statements.',
  },
  {
    state: '25006',
    reason: 'permission',
    code: 'LEAT_POSTGRES_READ_ONLY',
    remedy: 'Connect to the primary server: this one, or this user, only reads.',
  },
  {
    state: '25001',
    reason: 'syntax',
    remedy: 'leat runs every query in a transaction; run this statement with psql.',
  },
  { state: '42P07', reason: 'conflict' },
  { state: '42P06', reason: 'conflict' },
  { state: '42710', reason: 'conflict' },
  { state: '42701', reason: 'conflict' },
  { state: '40', reason: 'conflict' },
  {
    state: '55P03',
    reason: 'conflict',
    code: 'LEAT_POSTGRES_LOCKED',
    remedy:
      "Another program keeps the table locked: look for it with `select * from pg_stat_activity where state <> 'idle'`, then run again; lockTimeoutMs waits longer.",
  },
  {
    state: '57014',
    reason: 'timeout',
    remedy: 'Raise statementTimeoutMs, or run again when the server has less to do.',
  },
  {
    state: '53100',
    reason: 'quota',
    code: 'LEAT_POSTGRES_DISK_FULL',
    remedy: 'Free space on the disk of the server, then run the same command again; nothing of the load was published.',
  },
  { state: '53', reason: 'quota' },
  {
    state: '54011',
    reason: 'quota',
    code: 'LEAT_POSTGRES_COLUMNS',
    remedy:
      'Postgres takes 1,600 columns per table at the most, dropped ones included: keep nested objects as json (nested: { path: "json" }), or leave columns out.',
  },
  {
    state: '54000',
    message: /index row/,
    reason: 'constraint',
    remedy: 'A value is too long for an index people made: drop the index, or index a hash of the column.',
  },
  {
    state: '54000',
    reason: 'quota',
    code: 'LEAT_POSTGRES_FIELD_SIZE',
    remedy: 'A value is larger than Postgres takes (1 GB, 256 MB inside jsonb): leave the column out or have it split.',
  },
  {
    state: '54',
    reason: 'quota',
    code: 'LEAT_POSTGRES_COLUMNS',
    remedy: 'The rows are too wide for a page of Postgres: keep nested objects as json, or leave columns out.',
  },
  {
    state: 'XX000',
    message: /invalid memory alloc|string buffer/,
    reason: 'quota',
    code: 'LEAT_POSTGRES_FIELD_SIZE',
    remedy: 'A value is larger than Postgres takes (1 GB, 256 MB inside jsonb): leave the column out or have it split.',
  },
  {
    state: '22P04',
    reason: 'unknown',
    code: 'LEAT_JOB_FILE',
    remedy: 'Verify the package; extract again if the file is damaged.',
  },
  {
    state: '22',
    reason: 'constraint',
    code: 'LEAT_VALUE',
    remedy: 'Declare the column wider or as text, or correct the data; nothing was loaded.',
  },
  {
    state: '23',
    reason: 'constraint',
    remedy: 'Nothing was loaded. Change the constraint named in the message, or the data, and run again.',
  },
  {
    state: 'P0001',
    reason: 'constraint',
    remedy: 'Nothing was loaded. Change the trigger, or the data, and run again.',
  },
  {
    state: '2BP01',
    reason: 'constraint',
    remedy:
      'Views or keys of others hang on the table: replace with the strategy "insert-from-staging", which keeps it, or drop them first.',
  },
  {
    state: '0A000',
    reason: 'constraint',
    remedy: 'Drop the view or rule named in the message, run again, and create it anew.',
  },
  {
    state: '42804',
    reason: 'constraint',
    remedy:
      'Somebody gave the column another type than leat did: change it back, or declare the column with that type.',
  },
  { state: '428C9', reason: 'constraint', remedy: 'Make the column an ordinary one: leat writes values to it.' },
  { state: '42P01', reason: 'undefined-entity' },
  { state: '42703', reason: 'undefined-entity' },
  { state: '42883', reason: 'undefined-entity' },
  { state: '42704', reason: 'undefined-entity' },
  { state: '3F000', reason: 'undefined-entity' },
  { state: '42', reason: 'syntax' },
];

/** What an error of the server means. */
export function explanationOf(state: string, message: string): Explanation {
  const found = STATES.find((each) => state.startsWith(each.state) && (each.message?.test(message) ?? true));
  return found ?? { reason: 'unknown' };
}

/** Codes only Postgres has. */
export const POSTGRES_ERROR_CODES: ErrorCatalog = {
  LEAT_POSTGRES_COLUMNS: {
    title: 'A table has more columns than Postgres takes',
    causes: ['The source has more than 1,600 keys, or columns were dropped and added many times.'],
    remedy: 'Keep nested objects as json, or leave columns out; a table that was altered often must be made anew.',
  },
  LEAT_POSTGRES_CONNECTIONS: {
    title: 'The server takes no more connections',
    causes: ['Other programs hold all of max_connections.'],
    remedy: 'Run again later, or put a pooler in front of the server.',
  },
  LEAT_POSTGRES_DISK_FULL: {
    title: "The server's disk is full",
    causes: ['Data, write-ahead log or temporary files of the server fill its disk.'],
    remedy: 'Free space, then run the same command again; nothing of the load was published.',
  },
  LEAT_POSTGRES_FIELD_SIZE: {
    title: 'A value is larger than Postgres takes',
    causes: ['A text of more than 1 GB, or a document with more than 256 MB of texts.'],
    remedy: 'Leave the column out, or have the source split the value.',
  },
  LEAT_POSTGRES_LOCKED: {
    title: 'Another program keeps a table locked',
    causes: ['A transaction of somebody else is open and has read or changed the table.'],
    remedy: 'Find it in pg_stat_activity and end it, then run again; lockTimeoutMs waits longer.',
  },
  LEAT_POSTGRES_READ_ONLY: {
    title: 'The server only reads',
    causes: ['The address is that of a standby.', 'default_transaction_read_only is set for the user or the database.'],
    remedy: 'Connect to the primary server, or with another user.',
  },
  LEAT_POSTGRES_TLS: {
    title: 'No encrypted connection to the server',
    causes: [
      "The server's certificate is signed by an authority this machine does not know, or is for another name.",
      'The server speaks no TLS.',
      'cert and key do not belong together, or the server does not accept them.',
    ],
    remedy: 'Give the authority as "ca", or choose another sslMode; check cert and key.',
  },
  LEAT_POSTGRES_TLS_FILE: {
    title: 'A certificate or key cannot be read',
    causes: ['The path of ca, cert or key is wrong, or belongs to somebody else.'],
    remedy: 'Give PEM text, or the path of a file this user can read.',
  },
  LEAT_POSTGRES_TYPE: {
    title: 'The type a column was declared with is no name of a type',
    causes: ['nativeTypes.postgres of a column holds something else than the name of a type.'],
    remedy: 'Give the name of a type of Postgres: uuid, text[], varchar(20).',
  },
  LEAT_POSTGRES_VERSION: {
    title: 'The server is too old',
    causes: ['Postgres before version 12.'],
    remedy: 'Load into a server of version 12 or later.',
  },
  LEAT_JOB_FILE: {
    title: 'A job file could not be read',
    causes: ['The file was removed, cut or changed after it was written.'],
    remedy: 'Verify the package; extract again if a file is damaged.',
  },
};
