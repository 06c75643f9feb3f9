import type { ResourceContext } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import { rowsOf } from '../answers/rows.ts';
import type { KeeperClient } from '../client/keeper-client.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { Freshness } from './freshness.ts';

/** Rows per page handed on; the whole answer is in memory already, pages let the pipeline keep its bounds. */
const PAGE_ROWS = 1000;

/** How a resource reads a command: what to refresh before, and where its rows are. */
interface CommandReading {
  readonly command: KeeperCommand;
  readonly refresh?: KeeperCommand;
  /** Keys joined with a dot that lead to the rows inside `data`. */
  readonly path?: string;
}

/** What the resources of one run share: a client and the freshness of the service's caches. */
export class KeeperRun {
  readonly client: KeeperClient;
  readonly #freshness: Freshness;

  constructor(client: KeeperClient) {
    this.client = client;
    this.#freshness = new Freshness(client);
  }

  /** Reads a command page by page; `toRow` gives each row its shape, or undefined to leave it out. */
  async *read<Row>(
    reading: CommandReading,
    context: ResourceContext,
    toRow: (row: JsonObject) => Row | undefined,
  ): AsyncGenerator<readonly Row[], void, void> {
    if (reading.refresh !== undefined) await this.#freshness.refresh(reading.refresh, context);
    const output = await this.client.run(reading.command, context);
    const rows = rowsOf(output, reading.command, context.logger, reading.path);
    for (let start = 0; start < rows.length; start += PAGE_ROWS) {
      context.signal.throwIfAborted();
      const page: Row[] = [];
      for (const raw of rows.slice(start, start + PAGE_ROWS)) {
        const row = toRow(raw);
        if (row !== undefined) page.push(row);
      }
      if (page.length > 0) yield page;
    }
  }
}
