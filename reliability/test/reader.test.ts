import { afterAll, beforeAll, test } from 'vitest';
import type { PostgresServer } from '../../tools/servers/postgres-server.ts';
import { modesOf } from '../src/destinations.ts';
import { reader } from '../src/parts/reader.ts';
import { startServer } from '../src/server.ts';
import { expectAllWell } from './sample.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test.each(modesOf('postgres'))('a reader beside a load by $name sees all of it or nothing', async (mode) => {
  await expectAllWell((context) => reader(context, { rows: 6000, judgeWaits: false }), {
    server: server.url(),
    modes: [mode],
  });
});
