import { userInfo } from 'node:os';
import { Secret } from '@leat/core';
import type { PostgresOptions } from './options.ts';
import { isSslMode, type SslMode } from './tls.ts';

/** Where and as whom to connect: options completed. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret | (() => string | Promise<string>) | undefined;
  readonly sslMode: SslMode;
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: Secret | undefined;
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Completes options from the variables of libpq and from its defaults, but for the host: where libpq looks for a socket
 * first, this is `localhost`.
 */
export function targetOf(options: PostgresOptions, environment: Environment): Target {
  const variable = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name]);
  const user = options.user ?? variable('PGUSER') ?? userInfo().username;
  const mode = options.sslMode ?? variable('PGSSLMODE');
  const password = variable('PGPASSWORD');
  const key = variable('PGSSLKEY');
  const seconds = Number(variable('PGCONNECT_TIMEOUT') ?? 0);
  return {
    host: options.host ?? variable('PGHOST') ?? 'localhost',
    port: options.port ?? (Number(variable('PGPORT') ?? 0) || 5432),
    database: options.database ?? variable('PGDATABASE') ?? user,
    user,
    password: options.password ?? (password === undefined ? undefined : new Secret(password)),
    sslMode: isSslMode(mode) ? mode : 'prefer',
    ca: options.ca ?? variable('PGSSLROOTCERT'),
    cert: options.cert ?? variable('PGSSLCERT'),
    key: options.key ?? (key === undefined ? undefined : new Secret(key)),
    applicationName: options.applicationName ?? variable('PGAPPNAME') ?? 'leat',
    connectTimeoutMs: options.connectTimeoutMs ?? (seconds > 0 ? seconds * 1000 : 10_000),
  };
}
