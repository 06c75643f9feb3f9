import { cpSync } from 'node:fs';
import { Client } from 'pg';
import { placeIn, TemporaryFolder, type Place } from './place.ts';

/** Where databases are made: a folder per database for DuckDB, or a Postgres server by its address. */
export type Server = string | undefined;

let made = 0;

/** A place of its own, with a folder and a database that go when it is disposed of. */
export class Site implements AsyncDisposable {
  readonly place: Place;
  readonly server: Server;
  readonly #folder: TemporaryFolder;

  private constructor(folder: TemporaryFolder, place: Place, server: Server) {
    this.#folder = folder;
    this.place = place;
    this.server = server;
  }

  /** An empty one, or a copy of another one nobody is connected to. */
  static async create(server: Server, origin?: Site): Promise<Site> {
    const folder = new TemporaryFolder();
    if (origin !== undefined) cpSync(origin.#folder.path, folder.path, { recursive: true });
    const place = placeIn(folder.path);
    if (server === undefined) return new Site(folder, place, server);
    made += 1;
    const name = `leat_reliability_${process.pid}_${made}`;
    if (origin !== undefined) await othersGone(origin.place.database);
    const template = origin === undefined ? '' : ` template ${nameOf(origin.place.database)}`;
    await onServer(server, `create database ${name}${template}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return new Site(folder, { ...place, database: url.href }, server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#folder[Symbol.dispose]();
    if (this.server === undefined) return;
    await onServer(this.server, `drop database ${nameOf(this.place.database)} with (force)`);
  }
}

/** Runs a statement and gives its rows. */
export async function onServer(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Waits until nobody else is connected to a database: a server notices the death of a client late. */
export async function othersGone(url: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    const others = `select pg_sleep(0.01) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' limit 1`;
    let isAlone = false;
    // oxlint-disable-next-line no-await-in-loop -- asks again
    while (!isAlone) isAlone = (await client.query(others)).rows.length === 0;
  } finally {
    await client.end();
  }
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
