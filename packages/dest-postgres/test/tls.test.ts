import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import type { PostgresInput } from '../src/index.ts';
import {
  append,
  call,
  column,
  connect,
  csv,
  failure,
  load,
  rowsOf,
  runAs,
  select,
  startServer,
  table,
  TemporaryFolder,
} from './warehouse.ts';

/** Made once, for a hundred years; see the page beside them. */
const path = (name: string): string => fileURLToPath(new URL(`fixtures/tls/${name}`, import.meta.url));
const pem = (name: string): string => readFileSync(path(name), 'utf8');

let server: PostgresServer;
let plain: PostgresServer;
beforeAll(async () => {
  server = await startServer({
    settings: ['ssl = on', "ssl_ca_file = 'root.crt'"],
    files: { 'server.crt': pem('server.pem'), 'server.key': pem('server.key'), 'root.crt': pem('ca.pem') },
    access: [
      'hostssl all certified 127.0.0.1/32 cert',
      'hostnossl all encrypted 127.0.0.1/32 reject',
      'hostssl all unencrypted 127.0.0.1/32 reject',
    ],
  });
  await runAs(
    server.url(),
    'create role certified login',
    'create role encrypted login',
    'create role unencrypted login',
  );
  plain = await startServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await plain[Symbol.asyncDispose]();
});

/** The certificate is for the name `localhost` and nothing else. */
const at = (host: string, input: PostgresInput = {}, user = 'postgres'): PostgresInput => ({
  host,
  port: server.port,
  user,
  database: 'postgres',
  ...input,
});
const NAME = 'localhost';
const ADDRESS = '127.0.0.1';

async function encryptionOf(input: PostgresInput): Promise<unknown> {
  await using client = await connect(input);
  return await select(client, 'select ssl, client_dn from pg_stat_ssl where pid = pg_backend_pid()');
}

const PLAIN = [{ ssl: false, client_dn: null }];
const ENCRYPTED = [{ ssl: true, client_dn: null }];

describe('a server that speaks TLS', () => {
  test.each<[string, () => PostgresInput, object]>([
    ['disable is plain', () => at(ADDRESS, { sslMode: 'disable' }), PLAIN],
    ['allow is plain where that is enough', () => at(ADDRESS, { sslMode: 'allow' }), PLAIN],
    ['allow is encrypted where the server wants it', () => at(ADDRESS, { sslMode: 'allow' }, 'encrypted'), ENCRYPTED],
    ['prefer is encrypted', () => at(ADDRESS), ENCRYPTED],
    ['prefer is plain where the server wants that', () => at(ADDRESS, {}, 'unencrypted'), PLAIN],
    ['require checks no certificate', () => at(ADDRESS, { sslMode: 'require' }), ENCRYPTED],
    ['require with the right authority', () => at(ADDRESS, { sslMode: 'require', ca: path('ca.pem') }), ENCRYPTED],
    ['verify-ca checks no name', () => at(ADDRESS, { sslMode: 'verify-ca', ca: path('ca.pem') }), ENCRYPTED],
    ['verify-full with the right name', () => at(NAME, { sslMode: 'verify-full', ca: pem('ca.pem') }), ENCRYPTED],
    [
      'a url with parameters of libpq',
      () => ({
        url: `postgres://postgres@localhost:${server.port}/postgres?sslmode=verify-full&sslrootcert=${encodeURIComponent(path('ca.pem'))}`,
      }),
      ENCRYPTED,
    ],
    [
      'a certificate of the client, in files',
      () =>
        at(
          NAME,
          { sslMode: 'verify-full', ca: path('ca.pem'), cert: path('client.pem'), key: path('client.key') },
          'certified',
        ),
      [{ ssl: true, client_dn: '/CN=certified' }],
    ],
    [
      'a certificate of the client, as text in one line',
      () =>
        at(
          ADDRESS,
          {
            sslMode: 'require',
            cert: pem('client.pem').replaceAll('\n', '\\n'),
            key: pem('client.key').replaceAll('\n', '\\n'),
          },
          'certified',
        ),
      [{ ssl: true, client_dn: '/CN=certified' }],
    ],
  ])('%s', async (_what, input, expected) => {
    expect(await encryptionOf(input())).toEqual(expected);
  });

  const authority = { code: 'LEAT_POSTGRES_TLS', recoverability: 'terminal', remedy: expect.stringContaining('"ca"') };

  const ours = { ...authority, remedy: expect.stringContaining('"cert" and "key"') };

  test.each<[string, () => PostgresInput, object]>([
    ['verify-ca and another authority', () => at(NAME, { sslMode: 'verify-ca', ca: path('other-ca.pem') }), authority],
    ['require and another authority', () => at(NAME, { sslMode: 'require', ca: path('other-ca.pem') }), authority],
    [
      'verify-full and another authority',
      () => at(NAME, { sslMode: 'verify-full', ca: path('other-ca.pem') }),
      authority,
    ],
    ['verify-full and no authority but those of the system', () => at(NAME, { sslMode: 'verify-full' }), authority],
    [
      'verify-full and another name',
      () => at(ADDRESS, { sslMode: 'verify-full', ca: path('ca.pem') }),
      { code: 'LEAT_POSTGRES_TLS', remedy: expect.stringContaining('name') },
    ],
    [
      'a user who needs a certificate and has none',
      () => at(NAME, { sslMode: 'require' }, 'certified'),
      { code: 'LEAT_AUTHENTICATION' },
    ],
    [
      'a certificate of somebody else',
      () => at(NAME, { sslMode: 'require', cert: path('server.pem'), key: path('server.key') }, 'certified'),
      ours,
    ],
    [
      'a key of another certificate',
      () => at(NAME, { sslMode: 'require', cert: path('client.pem'), key: path('server.key') }),
      ours,
    ],
    [
      'an authority that is no certificate',
      () => at(NAME, { sslMode: 'verify-ca', ca: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----' }),
      { code: 'LEAT_POSTGRES_TLS' },
    ],
    [
      'a user who must encrypt and does not',
      () => at(NAME, { sslMode: 'disable' }, 'encrypted'),
      { code: 'LEAT_AUTHENTICATION' },
    ],
  ])('%s is a typed error without the key', async (_what, input, expected) => {
    const refused = await failure(encryptionOf(input()));
    expect(refused).toMatchObject(expected);
    const key = pem('client.key').split('\n')[1];
    expect(inspect(refused, { depth: 9 })).not.toContain(key);
  });

  test('takes a load, files and all, and a reader who gives up', async () => {
    using folder = new TemporaryFolder();
    const items = table('items', [column('id', 'bigint'), column('title', 'text')]);
    const rows = Array.from({ length: 20_000 }, (_row, id) => ({ id, title: `title ${id}` }));
    await using client = await connect(at(NAME, { sslMode: 'verify-full', ca: path('ca.pem') }));
    await load(client, [csv(folder, items, 'a', rows)], [append(items)]);
    expect(await rowsOf(client, 'items')).toHaveLength(20_000);
    const late = (async () => {
      const query = { sql: 'select pg_sleep(60)', parameters: [] };
      for await (const _row of client.query(query, { ...call, deadline: Date.now() + 30 }));
    })();
    expect(await failure(late)).toMatchObject({ code: 'LEAT_TIMEOUT' });
    expect(await select(client, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

test.each(['require', 'verify-ca', 'verify-full'] as const)('%s refuses a server without TLS', async (sslMode) => {
  const refused = await failure(connect({ url: plain.url(), sslMode, ca: path('ca.pem') }));
  expect(refused).toMatchObject({ code: 'LEAT_POSTGRES_TLS' });
});
