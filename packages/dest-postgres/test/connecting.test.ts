import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from 'pg';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import { call, connect, failure, runAs, select, startServer } from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer({
    access: ['host all locked 127.0.0.1/32 reject', 'host all guarded 127.0.0.1/32 scram-sha-256'],
  });
  await runAs(
    server.url(),
    'create role locked login',
    "create role guarded login password 'right'",
    'create role single login connection limit 1',
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const secret = 'hunter2-secret';

describe('connecting', () => {
  test.each<[string, () => Parameters<typeof connect>[0], object]>([
    [
      'to a port nobody listens on',
      () => ({ host: '127.0.0.1', port: 1 }),
      {
        code: 'LEAT_CONNECTION',
        recoverability: 'transient',
        message: 'No Postgres server at 127.0.0.1:1 (ECONNREFUSED)',
      },
    ],
    ['to a name that does not exist', () => ({ host: 'nowhere.invalid' }), { code: 'LEAT_CONNECTION' }],
    [
      'to a database that does not exist',
      () => ({ url: server.url('nowhere') }),
      { code: 'LEAT_SQL_UNDEFINED', remedy: expect.stringContaining('database') },
    ],
    [
      'with a wrong password',
      () => ({ url: server.url('postgres', 'guarded'), password: secret }),
      { code: 'LEAT_AUTHENTICATION' },
    ],
    [
      'as somebody the server rejects',
      () => ({ url: server.url('postgres', 'locked') }),
      { code: 'LEAT_AUTHENTICATION' },
    ],
    [
      'with encryption to a server that has none',
      () => ({ url: server.url(), sslMode: 'require' }),
      { code: 'LEAT_POSTGRES_TLS' },
    ],
    [
      'with a role the user may not take',
      () => ({ url: server.url('postgres', 'single'), role: 'postgres' }),
      { code: 'LEAT_PERMISSION' },
    ],
  ])('%s is a typed error without secrets', async (_what, input, expected) => {
    const refused = await failure(
      (async () => {
        await using client = await connect(input());
        await client.readLoads({}, call);
      })(),
    );
    expect(refused).toMatchObject(expected);
    expect(inspect(refused, { depth: 9 })).not.toContain(secret);
  });

  test('with a password from a function signs in, once per connection', async () => {
    let asked = 0;
    const password = (): string => {
      asked += 1;
      return 'right';
    };
    await using client = await connect({ url: server.url('postgres', 'guarded'), password });
    expect(await select(client, 'select current_user::text as name')).toEqual([{ name: 'guarded' }]);
    expect(asked).toBe(1);
  });

  test('to something that is no Postgres and never answers ends at the timeout', async () => {
    const mute = createServer(() => {});
    const { promise, resolve } = Promise.withResolvers<void>();
    mute.listen(0, '127.0.0.1', resolve);
    await promise;
    const address = mute.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await failure(connect({ host: '127.0.0.1', port, connectTimeoutMs: 200 }))).toMatchObject({
      code: 'LEAT_TIMEOUT',
      recoverability: 'transient',
    });
    mute.close();
  });

  test('when the server takes no more connections says so, and is worth trying again', async () => {
    const other = new Client(server.url('postgres', 'single'));
    await other.connect();
    try {
      expect(await failure(connect({ url: server.url('postgres', 'single') }))).toMatchObject({
        code: 'LEAT_POSTGRES_CONNECTIONS',
        recoverability: 'transient',
      });
    } finally {
      await other.end();
    }
  });
});
