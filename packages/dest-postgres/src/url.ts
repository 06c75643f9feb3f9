import { Secret } from '@leat/core';
import { isSslMode, type SslMode } from './tls.ts';

/** What an address can say about a connection; none of it is secret. */
export interface UrlParts {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
  readonly user?: string | undefined;
  readonly sslMode?: SslMode | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly applicationName?: string | undefined;
  readonly connectTimeoutMs?: number | undefined;
}

interface ParsedUrl {
  readonly parts: UrlParts & { readonly key?: string };
  readonly password: Secret | undefined;
}

/** Parameters of an address and the options they stand for (PostgreSQL, libpq: Connection Strings). */
const PARAMETERS: Readonly<Record<string, keyof ParsedUrl['parts'] | 'password'>> = {
  host: 'host',
  hostaddr: 'host',
  port: 'port',
  dbname: 'database',
  user: 'user',
  password: 'password',
  sslmode: 'sslMode',
  sslrootcert: 'ca',
  sslcert: 'cert',
  sslkey: 'key',
  application_name: 'applicationName',
  connect_timeout: 'connectTimeoutMs',
};

/** Reads an address as libpq does; gives what is wrong with it, without its password, where it is none. */
export function parseUrl(text: string): ParsedUrl | string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol))
    return 'expected an address like postgres://user:password@host:5432/database (letters such as @ or / in a password as %40, %2F)';
  if (url.hostname.includes(',')) return 'an address with several hosts is not supported';
  const found: Record<string, string> = {
    host: decode(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    port: url.port,
    database: decode(url.pathname.slice(1)),
    user: decode(url.username),
    password: decode(url.password),
  };
  for (const [name, value] of url.searchParams) {
    const option = PARAMETERS[name];
    if (option === undefined) return `unknown parameter ${name}; known are ${Object.keys(PARAMETERS).join(', ')}`;
    found[option] = value;
  }
  const { password, port, sslMode, connectTimeoutMs, ...texts } = found;
  if (sslMode !== undefined && !isSslMode(sslMode)) return `unknown sslmode "${sslMode}"`;
  const seconds = Number(connectTimeoutMs ?? 0);
  if (!Number.isInteger(seconds) || seconds < 0) return 'connect_timeout is not a whole number of seconds';
  return {
    parts: {
      ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== '')),
      ...(port === undefined || port === '' ? {} : { port: Number(port) }),
      ...(sslMode === undefined ? {} : { sslMode }),
      ...(seconds > 0 ? { connectTimeoutMs: seconds * 1000 } : {}),
    },
    password: password === undefined || password === '' ? undefined : new Secret(password),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign: the text is meant as it stands.
    return text;
  }
}
