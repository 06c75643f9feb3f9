import type { ResourceContext } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import { rowsOf } from '../answers/rows.ts';
import type { KeeperClient } from '../client/keeper-client.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { Freshness } from './freshness.ts';
import type { Privacy } from './privacy.ts';
import { checkShrink, rememberRows } from './shrink.ts';

/** Rows per page handed on where an answer was read whole. */
const PAGE_ROWS = 1000;

/** How a resource reads a command: what to refresh before, and where its rows are. */
export interface CommandReading {
  readonly command: KeeperCommand;
  readonly refresh?: KeeperCommand;
  /** Keys joined with a dot that lead to the rows inside `data`. */
  readonly path?: string;
}

/** What the user said about all resources. */
export interface RunSettings {
  readonly privacy: Privacy;
  /** True, or the names of the resources whose tables may become empty or less than half of what they were. */
  readonly allowShrink: boolean | readonly string[];
}

/** What the resources of one run share: a client, the freshness of the service's caches, and what was found so far. */
export class KeeperRun {
  readonly client: KeeperClient;
  readonly privacy: Privacy;
  /** Rows of the resources that were read to their end, for comparisons. */
  readonly found: Map<string, number> = new Map();
  readonly #allowShrink: RunSettings['allowShrink'];
  readonly #freshness: Freshness;

  constructor(client: KeeperClient, { privacy, allowShrink }: RunSettings) {
    this.client = client;
    this.privacy = privacy;
    this.#allowShrink = allowShrink;
    this.#freshness = new Freshness(client);
  }

  /** Reads a command page by page, in bounded memory where it prints a list. */
  async *pages(reading: CommandReading, context: ResourceContext): AsyncGenerator<readonly JsonObject[], void, void> {
    await this.prepare(reading.refresh, context);
    const { command, path } = reading;
    if (path !== undefined) {
      yield* slices(rowsOf(await this.client.run(command, context), command, context.logger, path), context);
      return;
    }
    const output = yield* this.client.stream(command, context);
    if (output.streamed === 0) yield* slices(rowsOf(output, command, context.logger), context);
  }

  /**
   * Reads rows that take the place of those of the last run, and fails at the end if they cannot be trusted to: nothing is loaded
   * then. `toRow` gives each row its shape, or undefined to leave it out.
   *
   * @throws SourceError LEAT_KEEPER_SHRANK
   */
  async *replacement<Row extends object>(
    name: string,
    pages: AsyncIterable<readonly JsonObject[]>,
    context: ResourceContext,
    toRow: (row: JsonObject) => Row | undefined,
    emails: ReadonlySet<string>,
  ): AsyncGenerator<readonly Row[], void, void> {
    let count = 0;
    for await (const raw of pages) {
      context.signal.throwIfAborted();
      const rows = raw.map((row) => toRow(row)).filter((row) => row !== undefined);
      count += rows.length;
      if (rows.length > 0) yield this.privacy.rows(rows, emails);
    }
    const allowed = this.#allowShrink === true || (this.#allowShrink !== false && this.#allowShrink.includes(name));
    if (!allowed) checkShrink(name, context.state, count);
    rememberRows(context.state, count);
    this.found.set(name, count);
  }

  /** All rows of a command, for those that need them together. */
  async rows(
    command: KeeperCommand,
    context: ResourceContext,
  ): Promise<{ readonly rows: readonly JsonObject[]; readonly date?: number }> {
    const output = await this.client.run(command, context);
    const rows = rowsOf(output, command, context.logger);
    return output.date === undefined ? { rows } : { rows, date: output.date };
  }

  /** Refreshes the cache that a command answers from; without one, only the session is looked at. */
  async prepare(refresh: KeeperCommand | undefined, context: ResourceContext): Promise<void> {
    if (refresh === undefined) await this.#freshness.prove(context, 'once');
    else await this.#freshness.refresh(refresh, context);
  }

  /** Shows that the session with Keeper lives. @throws SourceError LEAT_KEEPER_SESSION_EXPIRED */
  async proveSession(context: ResourceContext, when: 'once' | 'now' = 'now'): Promise<void> {
    await this.#freshness.prove(context, when);
  }

  async pause(milliseconds: number, reason: string, context: ResourceContext): Promise<void> {
    await this.client.pause(milliseconds, reason, context);
  }
}

function* slices(rows: readonly JsonObject[], context: ResourceContext): Generator<readonly JsonObject[], void, void> {
  for (let start = 0; start < rows.length; start += PAGE_ROWS) {
    context.signal.throwIfAborted();
    yield rows.slice(start, start + PAGE_ROWS);
  }
}
