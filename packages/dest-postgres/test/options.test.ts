import { inspect } from 'node:util';
import { Secret } from '@leat/core';
import { describe, expect, test } from 'vitest';
import { targetOf } from '../src/environment.ts';
import postgres from '../src/index.ts';
import { postgresOptions, type PostgresInput, type PostgresOptions } from '../src/options.ts';
import { SSL_MODES, tlsAttempts } from '../src/tls.ts';

async function accepted(input: PostgresInput): Promise<PostgresOptions> {
  const result = await postgresOptions['~standard'].validate(input);
  if (result.issues) throw new Error(result.issues.map(({ message }) => message).join('; '));
  return result.value;
}

async function refused(input: unknown): Promise<readonly string[]> {
  const result = await postgresOptions['~standard'].validate(input);
  return (result.issues ?? []).map(({ message, path }) => `${JSON.stringify(path?.[0] ?? '')}: ${message}`);
}

const NO_ENVIRONMENT = { PGUSER: 'me' };

describe('an address', () => {
  test.each<[string, object]>([
    ['postgres://u@h:5433/d', { host: 'h', port: 5433, database: 'd', user: 'u' }],
    ['postgresql://h/d', { host: 'h', port: 5432, database: 'd', user: 'me' }],
    ['postgres://u@[::1]:5433/d', { host: '::1', port: 5433 }],
    ['postgres://u%40x@h/d%2Fe', { user: 'u@x', database: 'd/e' }],
    ['postgres:///d?host=/var/run/postgresql', { host: '/var/run/postgresql', database: 'd' }],
    ['postgres://h/d?sslmode=verify-full&sslrootcert=ca.pem', { sslMode: 'verify-full', ca: 'ca.pem' }],
    ['postgres://h/d?application_name=x&connect_timeout=3', { applicationName: 'x', connectTimeoutMs: 3000 }],
    ['postgres://u@h', { database: 'u' }],
    ['postgres://h/100%', { database: '100%' }],
  ])('%s is read as libpq does', async (url, expected) => {
    expect(targetOf(await accepted({ url }), NO_ENVIRONMENT)).toMatchObject(expected);
  });

  test.each([
    ['h/d', 'expected an address'],
    ['mysql://h/d', 'expected an address'],
    ['postgres://u:hunter2@h/d?sslmode=perhaps', 'unknown sslmode "perhaps"'],
    ['postgres://h1,h2/d', 'several hosts'],
    ['postgres://u:hunter2@h/d?what=x', 'unknown parameter what'],
    ['postgres://h/d?connect_timeout=soon', 'connect_timeout'],
  ])('%s is refused without telling its password', async (url, message) => {
    const issues = await refused({ url: new Secret(url) });
    expect(issues.join()).toContain(message);
    expect(issues.join()).not.toContain('hunter2');
  });

  test('gives way to what stands beside it, and keeps its password secret', async () => {
    const options = await accepted({ url: 'postgres://u:hunter2@h:1/d', host: 'other', port: 2 });
    expect(targetOf(options, NO_ENVIRONMENT)).toMatchObject({ host: 'other', port: 2, database: 'd' });
    expect(inspect(options, { depth: 9 })).not.toContain('hunter2');
    expect(postgres.describe(options)).toBe('other:2/d');
  });
});

test('what is missing comes from the variables of libpq, and then from its defaults', async () => {
  const environment = {
    PGHOST: 'h',
    PGPORT: '6000',
    PGUSER: 'u',
    PGDATABASE: '',
    PGPASSWORD: 'p',
    PGSSLMODE: 'require',
    PGSSLROOTCERT: 'ca.pem',
    PGAPPNAME: 'x',
    PGCONNECT_TIMEOUT: '4',
  };
  const target = targetOf(await accepted({}), environment);
  expect(target).toMatchObject({
    host: 'h',
    port: 6000,
    user: 'u',
    database: 'u',
    sslMode: 'require',
    ca: 'ca.pem',
    applicationName: 'x',
    connectTimeoutMs: 4000,
  });
  expect(target.password instanceof Secret && target.password.reveal()).toBe('p');
  expect(targetOf(await accepted({ host: 'mine' }), environment).host).toBe('mine');
  expect(targetOf(await accepted({}), NO_ENVIRONMENT)).toMatchObject({
    host: 'localhost',
    port: 5432,
    sslMode: 'prefer',
    applicationName: 'leat',
    connectTimeoutMs: 10_000,
  });
});

test.each<[object, string]>([
  [{ port: '5432' }, '"port": expected the number of a port'],
  [{ port: 70_000 }, '"port": expected the number of a port'],
  [{ host: '' }, '"host": expected text'],
  [{ sslMode: 'on' }, '"sslMode": expected one of'],
  [{ statementTimeoutMs: -1 }, '"statementTimeoutMs": expected a whole number of milliseconds'],
  [{ temporal: 'iso' }, '"temporal": expected'],
  [{ keys: 'yes' }, '"keys": expected true or false'],
  [{ hots: 'x' }, '"hots": unknown option; known are url, host'],
  [{ password: 5 }, '"password": expected text or a Secret'],
])('%j is refused by name', async (input, message) => {
  expect((await refused(input)).join()).toContain(message);
});

test('a password may be a function, asked for every connection', async () => {
  const password = (): string => 'token';
  expect(targetOf(await accepted({ password }), NO_ENVIRONMENT).password).toBe(password);
});

describe('sslMode means what libpq means by it', () => {
  test.each(SSL_MODES)('%s', (mode) => {
    const shown = tlsAttempts(mode, {}).map((options) =>
      options === false
        ? 'plain'
        : `tls${options.rejectUnauthorized === true ? '+chain' : ''}${options.checkServerIdentity === undefined ? '+host' : ''}`,
    );
    expect(shown).toEqual(
      {
        disable: ['plain'],
        allow: ['plain', 'tls'],
        prefer: ['tls', 'plain'],
        require: ['tls'],
        'verify-ca': ['tls+chain'],
        'verify-full': ['tls+chain+host'],
      }[mode],
    );
  });

  test('require with an authority checks the chain, as verify-ca does', () => {
    const pem = '-----BEGIN CERTIFICATE-----\\nx\\n-----END CERTIFICATE-----';
    expect(tlsAttempts('require', { ca: pem })).toEqual([
      expect.objectContaining({ rejectUnauthorized: true, ca: pem.replaceAll('\\n', '\n') }),
    ]);
    expect(tlsAttempts('verify-full', { ca: 'system' })[0]).not.toHaveProperty('ca');
  });

  test('a certificate that cannot be read is named by its option', () => {
    expect(() => tlsAttempts('verify-full', { ca: '/nowhere/ca.pem' })).toThrow(
      expect.objectContaining({ code: 'LEAT_POSTGRES_TLS_FILE', details: { option: 'ca' } }),
    );
  });
});
