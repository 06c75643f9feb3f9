import { Secret, type defineDestination } from '@leat/core';
import { isSslMode, SSL_MODES, type SslMode } from './tls.ts';
import { parseUrl, type UrlParts } from './url.ts';

/** What a user writes. What is missing comes from the variables libpq knows (`PGHOST`, `PGUSER` …), then from defaults. */
export interface PostgresInput {
  /** `postgres://user:password@host:5432/database?sslmode=verify-full`; the parts below win over it. */
  readonly url?: string | Secret;
  /** Name or address, or the folder of a Unix socket. Default `localhost`. */
  readonly host?: string;
  /** Default 5432. */
  readonly port?: number;
  /** Default: the user's name. */
  readonly database?: string;
  /** Default: the name of the user this process runs as. */
  readonly user?: string;
  /** The password, or a function that gives one per connection: tokens that expire. */
  readonly password?: string | Secret | (() => string | Promise<string>);
  /** Encryption and how much of the server's certificate is checked, as libpq defines it. Default `prefer`. */
  readonly sslMode?: SslMode;
  /** Certificate authorities to trust instead of Node's own: PEM text, or the path of a file. */
  readonly ca?: string;
  /** The client's certificate: PEM text, or the path of a file. */
  readonly cert?: string;
  /** The private key of the client's certificate: PEM text, or the path of a file. */
  readonly key?: string | Secret;
  /** Role to take in every transaction (`SET LOCAL ROLE`): it owns what is created. */
  readonly role?: string;
  /** Shown in `pg_stat_activity`. Default `leat`. */
  readonly applicationName?: string;
  /** Milliseconds for connecting, signing in included. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds after which the server stops a statement. Default: never. */
  readonly statementTimeoutMs?: number;
  /** Milliseconds to wait for locks that others hold on tables. Default 60,000; 0 waits for ever. */
  readonly lockTimeoutMs?: number;
  /** How dates and timestamps are read: as `Date` (milliseconds) or as ISO text (microseconds). Default `date`. */
  readonly temporal?: 'date' | 'text';
  /**
   * Makes hints of the schema real when a table or column is created: primary keys and unique constraints. Default false: a
   * duplicate in the data of an append would end the load.
   */
  readonly keys?: boolean;
  /**
   * Makes an index for each column with the hint `index`, and one for all with `sort`, by which `CLUSTER` then orders the
   * table, when the table is created. Default false: every index makes every load slower.
   */
  readonly indexes?: boolean;
  /** Writes descriptions of tables and columns as comments. Default true. */
  readonly comments?: boolean;
}

/** Validated options, defaults that need no environment filled in. */
export interface PostgresOptions extends UrlParts {
  readonly password?: Secret | (() => string | Promise<string>) | undefined;
  readonly key?: Secret | undefined;
  readonly role?: string | undefined;
  readonly connectTimeoutMs?: number | undefined;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly temporal: 'date' | 'text';
  readonly keys: boolean;
  readonly indexes: boolean;
  readonly comments: boolean;
}

interface Issue {
  readonly message: string;
  readonly path?: readonly string[];
}

/** The Standard Schema that `defineDestination` takes. */
type OptionsSchema = Parameters<typeof defineDestination<PostgresOptions, PostgresInput>>[0]['options'];

/** Options as a Standard Schema, by hand: a validator library would cost more than this. */
export const postgresOptions: OptionsSchema = {
  '~standard': { version: 1, vendor: 'leat', validate },
};

type Check = (value: unknown) => string | undefined;

const isText: Check = (value) =>
  typeof value === 'string' && value !== '' && !value.includes('\0') ? undefined : 'expected text';
const isSecret: Check = (value) => (secretOf(value) === undefined ? 'expected text or a Secret' : undefined);
const isFlag: Check = (value) => (typeof value === 'boolean' ? undefined : 'expected true or false');
const isMilliseconds: Check = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0x7fff_ffff
    ? undefined
    : 'expected a whole number of milliseconds';

const CHECKS: Readonly<Record<keyof PostgresInput, Check>> = {
  url: isSecret,
  host: isText,
  port: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536
      ? undefined
      : 'expected the number of a port',
  database: isText,
  user: isText,
  password: (value) => (typeof value === 'function' ? undefined : isSecret(value)),
  sslMode: (value) => (isSslMode(value) ? undefined : `expected one of ${SSL_MODES.join(', ')}`),
  ca: isText,
  cert: isText,
  key: isSecret,
  role: isText,
  applicationName: isText,
  connectTimeoutMs: isMilliseconds,
  statementTimeoutMs: isMilliseconds,
  lockTimeoutMs: isMilliseconds,
  temporal: (value) => (value === 'date' || value === 'text' ? undefined : 'expected "date" or "text"'),
  keys: isFlag,
  indexes: isFlag,
  comments: isFlag,
};

function validate(input: unknown): { readonly value: PostgresOptions } | { readonly issues: readonly Issue[] } {
  if (typeof input !== 'object' || input === null) return { issues: [{ message: 'expected an object' }] };
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const issues = given.flatMap(([key, value]): readonly Issue[] => {
    if (!Object.hasOwn(CHECKS, key))
      return [{ message: `unknown option; known are ${Object.keys(CHECKS).join(', ')}`, path: [key] }];
    // The key was found among the checks just before.
    const message = CHECKS[key as keyof PostgresInput](value);
    return message === undefined ? [] : [{ message, path: [key] }];
  });
  if (issues.length > 0) return { issues };
  // Every key and value has passed its check.
  const { url, password, key, ...options } = Object.fromEntries(given) as PostgresInput;
  const parsed = url === undefined ? { parts: {}, password: undefined } : parseUrl(secretOf(url)?.reveal() ?? '');
  if (typeof parsed === 'string') return { issues: [{ message: parsed, path: ['url'] }] };
  const secret = typeof password === 'function' ? password : (secretOf(password) ?? parsed.password);
  return {
    value: {
      statementTimeoutMs: 0,
      lockTimeoutMs: 60_000,
      temporal: 'date',
      keys: false,
      indexes: false,
      comments: true,
      ...parsed.parts,
      ...options,
      password: secret,
      key: secretOf(key) ?? secretOf(parsed.parts.key),
    },
  };
}

/** A `Secret` of another copy of core is no instance of this one's class, so its shape decides. */
function secretOf(value: unknown): Secret | undefined {
  if (typeof value === 'string') return value === '' ? undefined : new Secret(value);
  const isOne = typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function';
  return isOne ? (value as Secret) : undefined; // its shape was checked just before
}
