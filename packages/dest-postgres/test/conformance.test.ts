// oxlint-disable-next-line no-restricted-imports -- a named entry of the package, not a file of it
import { describeDestination } from '@leat/testkit/vitest';
import { afterAll, describe, expect, test } from 'vitest';
import { installedPostgres } from '../../../tools/servers/postgres-binaries.ts';
import { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import postgres from '../src/index.ts';
import { startServer } from './warehouse.ts';

/** The other version: Debian's. */
const OLDER = 15;

const given = process.env['LEAT_TEST_POSTGRES_URL'];
const server = given === undefined ? await startServer() : undefined;
afterAll(() => server?.[Symbol.asyncDispose]());

// As text, since a Date keeps milliseconds only.
describe(given === undefined ? 'embedded server' : 'server of LEAT_TEST_POSTGRES_URL', () => {
  describeDestination({ plugin: postgres, options: { url: given ?? server?.url() ?? '', temporal: 'text' } });
});

const installed = installedPostgres(OLDER);

if (installed !== undefined) {
  const older = await PostgresServer.start(installed);
  afterAll(() => older[Symbol.asyncDispose]());

  describe(`Postgres ${OLDER}`, () => {
    describeDestination({ plugin: postgres, options: { url: older.url(), temporal: 'text' } });
  });
}

test('says which versions the suite ran on', () => {
  if (installed === undefined) console.warn(`Postgres ${OLDER} is not installed: the suite did NOT run on it.`);
  // Where continuous integration promises the older version, its absence is a failure.
  expect(installed !== undefined || process.env['LEAT_TEST_POSTGRES_15'] !== 'required').toBe(true);
});
