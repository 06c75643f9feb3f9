import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { from, type CopyStreamQuery } from 'pg-copy-streams';
import type { Client } from 'pg';
import { connectTo, databaseUrl } from '../destinations/postgres.ts';

/** Characters collected before they are sent. */
const CHUNK = 65_536;

/** A table that is filled by COPY, line by line, over a connection of its own. */
export class CopiedTable {
  readonly #client: Client;
  readonly #copy: CopyStreamQuery;
  #chunk = '';

  private constructor(client: Client, copy: CopyStreamQuery) {
    this.#client = client;
    this.#copy = copy;
  }

  /** Creates the table in the database of the folder; columns are name → type, in the order of the lines. */
  static async create(folder: string, name: string, columns: Readonly<Record<string, string>>): Promise<CopiedTable> {
    const client = await connectTo(databaseUrl(folder));
    const list = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
    await client.query(`begin; create table main.${name} (${list.join(', ')})`);
    return new CopiedTable(client, client.query(from(`copy main.${name} from stdin (format csv)`)));
  }

  /** Takes one line, its end included. */
  add(line: string): void {
    this.#chunk += line;
  }

  /** Sends what was collected, and waits where the server is behind; called between pages. */
  async send(): Promise<void> {
    if (this.#chunk.length < CHUNK) return;
    const chunk = this.#chunk;
    this.#chunk = '';
    if (!this.#copy.write(chunk)) await once(this.#copy, 'drain');
  }

  async close(): Promise<void> {
    this.#copy.end(this.#chunk);
    await finished(this.#copy);
    await this.#client.query('commit');
    await this.#client.end();
  }
}
