import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import {
  createEncoder,
  createVector,
  silentLogger,
  systemClock,
  type ColumnBatch,
  type DestinationClient,
  type DestinationHost,
  type LoadJob,
  type Table,
} from '@leat/core';
import { Client } from 'pg';
import { embeddedPostgres, installedPostgres } from '../../../tools/servers/postgres-binaries.ts';
import { PostgresServer, type PostgresServerOptions } from '../../../tools/servers/postgres-server.ts';
import { fileJob, type Row, type TemporaryFolder } from '../../dest-duckdb/test/warehouse.ts';
import { writeFileSync } from 'node:fs';
import postgres, { type PostgresInput } from '../src/index.ts';
import { postgresOptions } from '../src/options.ts';

export {
  append,
  begin,
  byId,
  call,
  collect,
  column,
  commitOf,
  failure,
  job,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
  type Row,
} from '../../dest-duckdb/test/warehouse.ts';

/** Starts the server of a test file. Every test uses datasets of its own in it. */
export async function startServer(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  return await PostgresServer.start(binaries(), options);
}

/** The version under test: npm's, or the one `LEAT_TEST_POSTGRES_VERSION` names among those of the system. */
function binaries(): ReturnType<typeof embeddedPostgres> {
  const major = process.env['LEAT_TEST_POSTGRES_VERSION'];
  if (major === undefined) return embeddedPostgres();
  const installed = installedPostgres(Number(major));
  if (installed === undefined)
    throw new Error(`Postgres ${major} is not installed, though LEAT_TEST_POSTGRES_VERSION asks for it`);
  return installed;
}

/** A dataset no other test uses. */
export function freshDataset(): string {
  return `shop_${randomBytes(5).toString('hex')}`;
}

export async function connect(input: PostgresInput, host: Partial<DestinationHost> = {}): Promise<DestinationClient> {
  const result = await postgresOptions['~standard'].validate(input);
  if (result.issues) throw new Error(result.issues.map((issue) => issue.message).join('; '));
  return await postgres.connect(result.value, {
    dataset: freshDataset(),
    workDir: tmpdir(),
    logger: silentLogger,
    clock: systemClock,
    ...host,
  });
}

/** Runs statements as somebody else than leat would, one after the other, and gives the rows of the last. */
export async function runAs(url: string, ...statements: readonly string[]): Promise<readonly Row[]> {
  const client = new Client(url);
  await client.connect();
  try {
    let rows: readonly Row[] = [];
    // oxlint-disable-next-line no-await-in-loop -- one connection
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/** A job file as core writes it; values are given as a source would yield them. */
export function csv(folder: TemporaryFolder, of: Table, name: string, rows: readonly Row[], loadId = '1.1'): LoadJob {
  const encoder = createEncoder('csv', of.columns);
  const vectors = of.columns.map((column) => {
    const vector = createVector(column, { keepNul: false, declared: true });
    vector.appendRun(
      rows.map((row) => row[column.name]),
      rows.length,
      (_value, row) => {
        throw new Error(`row ${row} has no ${column.dataType} for "${column.name}"`);
      },
    );
    return vector;
  });
  const batch: ColumnBatch = { columns: of.columns, vectors, rows: rows.length };
  const path = folder.file(`${name}.csv`);
  writeFileSync(
    path,
    Buffer.concat([...encoder.begin(), ...(rows.length > 0 ? encoder.encode(batch) : []), ...encoder.end()]),
  );
  return fileJob(path, of, `${name}.csv`, 'csv', rows.length, loadId);
}
