import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ConfigError } from '@leat/core';

/** Values of libpq's `sslmode`. */
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

export type SslMode = (typeof SSL_MODES)[number];

export function isSslMode(value: unknown): value is SslMode {
  return SSL_MODES.some((mode) => mode === value);
}

/** Certificates as they were given: PEM text or paths. */
export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/**
 * What to try, in order, for a mode; `false` is a connection without encryption.
 *
 * The meaning is libpq's (PostgreSQL, SSL Support): `prefer` and `require` check no certificate, `require` with a
 * certificate authority checks as `verify-ca` does, and only `verify-full` checks the name of the host. The driver would
 * take all of them for `verify-full`.
 * @throws ConfigError `LEAT_POSTGRES_TLS_FILE` when a file cannot be read.
 */
export function tlsAttempts(mode: SslMode, files: TlsFiles): readonly (ConnectionOptions | false)[] {
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, tlsOptions(files, false, false)];
    case 'prefer':
      return [tlsOptions(files, false, false), false];
    case 'require':
      return [tlsOptions(files, files.ca !== undefined, false)];
    case 'verify-ca':
      return [tlsOptions(files, true, false)];
    case 'verify-full':
      return [tlsOptions(files, true, true)];
  }
}

function tlsOptions(files: TlsFiles, checkChain: boolean, checkHost: boolean): ConnectionOptions {
  // `system` is libpq's word for the authorities the machine trusts, which is what Node does without any.
  const ca = files.ca === 'system' ? undefined : files.ca;
  return {
    rejectUnauthorized: checkChain,
    ...(checkHost ? {} : { checkServerIdentity: () => undefined }),
    ...(ca === undefined ? {} : { ca: read('ca', ca) }),
    ...(files.cert === undefined ? {} : { cert: read('cert', files.cert) }),
    ...(files.key === undefined ? {} : { key: read('key', files.key) }),
  };
}

/** PEM text is taken as it is, also with `\n` written out, as in environment variables. */
function read(option: string, text: string): string {
  if (text.includes('-----BEGIN')) return text.replaceAll('\\n', '\n');
  try {
    return readFileSync(text, 'utf8');
  } catch (error) {
    throw new ConfigError(`The file of the option "${option}" cannot be read`, {
      code: 'LEAT_POSTGRES_TLS_FILE',
      recoverability: 'terminal',
      remedy: `Give PEM text or the path of a file this user can read as "${option}".`,
      details: { option },
      cause: error instanceof Error && 'code' in error ? new Error(String(error.code)) : undefined,
    });
  }
}
