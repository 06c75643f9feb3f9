import { basename } from 'node:path';
import postgres from '@leat/dest-postgres';
import { Client } from 'pg';
import { embeddedPostgres, installedPostgres } from '../../../tools/servers/postgres-binaries.ts';
import { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import type { BenchDestination } from '../destination.ts';
import type { TableLayout } from '../fingerprint.ts';
import type { WorkloadTable } from '../workload.ts';

/** Variable by which a bench tells its processes where the server is. */
const ADDRESS = 'LEAT_BENCH_POSTGRES_URL';

/**
 * A server with the settings it has when nobody sets any, but that it does not wait for the disk; a database for each run,
 * on this machine, so that server and client share the processors.
 */
export const postgresServer: BenchDestination = {
  name: 'postgres',
  configure: (folder) => postgres({ url: databaseUrl(folder) }),
  start: startServer,
  prepare: async (folder) => {
    await using client = await connectTo(address());
    await client.query(`create database ${quoted(databaseOf(folder))}`);
    await using inside = await connectTo(databaseUrl(folder));
    // What the floors' layout calls the schema.
    await inside.query('create schema main');
  },
  fingerprint: async (tables, layout) => {
    await using client = await connectTo(databaseUrl(layout.folder));
    const prints: Record<string, Readonly<Record<string, string>>> = {};
    for (const table of tables) {
      const parent = tables.find(({ name }) => name === table.parent);
      // oxlint-disable-next-line no-await-in-loop -- one connection
      const { rows } = await client.query<Record<string, unknown>>(checksums(table, parent, layout));
      prints[table.name] = Object.fromEntries(
        Object.entries(rows[0] ?? {}).map(([name, value]) => [name, String(value)]),
      );
    }
    return prints;
  },
};

/** Address of the database that belongs to a folder. */
export function databaseUrl(folder: string): string {
  const url = new URL(address());
  url.pathname = `/${databaseOf(folder)}`;
  return url.href;
}

/** A connection that is closed by `await using`. */
export async function connectTo(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client(url);
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

async function startServer(): Promise<AsyncDisposable> {
  if (process.env[ADDRESS] !== undefined) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const major = process.env['LEAT_TEST_POSTGRES_VERSION'];
  const binaries = major === undefined ? embeddedPostgres() : installedPostgres(Number(major));
  if (binaries === undefined) throw new Error(`Postgres ${major ?? ''} is not installed`);
  process.stderr.write(`Postgres ${binaries.version}\n`);
  const server = await PostgresServer.start(binaries, {
    // Nothing of an earlier run may disturb the next one.
    settings: ["shared_buffers = '128MB'", 'autovacuum = off'],
  });
  process.env[ADDRESS] = server.url();
  return {
    [Symbol.asyncDispose]: async () => {
      delete process.env[ADDRESS];
      await server[Symbol.asyncDispose]();
    },
  };
}

function address(): string {
  const url = process.env[ADDRESS];
  if (url === undefined) throw new Error(`${ADDRESS} is not set: the bench starts the server before its processes`);
  return url;
}

function databaseOf(folder: string): string {
  return basename(folder);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Sums of hashes do not depend on the order of rows; the types stand beside them. */
function checksums(table: WorkloadTable, parent: WorkloadTable | undefined, layout: TableLayout): string {
  const hash = (expression: string): string => `sum(hashtextextended((${expression})::text, 0)::numeric)`;
  const columns = table.columns.flatMap(({ name }) => [
    `min(pg_typeof(child."${name}")::text) as "${name} type"`,
    `${hash(`child."${name}"`)} as "${name}"`,
  ]);
  const own = table.columns.map(({ name }) => `child."${name}"`);
  const from = `"${layout.schema}"."${table.name}" as child`;
  if (parent === undefined)
    return `select count(*) as rows, ${columns.join(', ')}, ${hash(`row(${own.join(', ')})`)} as "whole rows" from ${from}`;
  const above = parent.columns.map(({ name }) => `parent."${name}"`);
  const tied = hash(`row(${[...above, `child."${layout.listIndex}"`, ...own].join(', ')})`);
  return `select count(*) as rows, ${columns.join(', ')}, ${tied} as "rows with their parents" from ${from} join "${layout.schema}"."${parent.name}" as parent on parent."${layout.id}" = child."${layout.parentId}"`;
}
