import { embeddedPostgres, installedPostgres } from '../../tools/servers/postgres-binaries.ts';
import { PostgresServer } from '../../tools/servers/postgres-server.ts';

/**
 * A Postgres server of this process: npm's, or the version `LEAT_TEST_POSTGRES_VERSION` names among those of the system.
 *
 * Databases are made from copies of others by the hundred, so nothing waits for a disk.
 */
export async function startServer(): Promise<PostgresServer> {
  const major = process.env['LEAT_TEST_POSTGRES_VERSION'];
  const binaries = major === undefined ? embeddedPostgres() : installedPostgres(Number(major));
  if (binaries === undefined) throw new Error(`Postgres ${major ?? ''} is not installed`);
  process.stderr.write(`Postgres ${binaries.version}\n`);
  return await PostgresServer.start(binaries);
}
