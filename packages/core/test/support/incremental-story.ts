import {
  defineResource,
  type CursorWindow,
  type Incremental,
  type ResourceContext,
  type RunReport,
} from '../../src/index.ts';
import { bench, type Bench } from './run.ts';

export type Row = Record<string, unknown>;

/** Loads lists of rows one after the other through one incremental resource, and keeps what it was asked for. */
export class Story {
  readonly desk: Bench = bench();
  readonly asked: CursorWindow[] = [];
  report: RunReport | undefined;
  readonly #incremental: Incremental<Row>;
  readonly #rest: Partial<Parameters<typeof defineResource<'items', Row>>[0]>;

  constructor(incremental: Incremental<Row>, rest: Partial<Parameters<typeof defineResource<'items', Row>>[0]> = {}) {
    this.#incremental = incremental;
    this.#rest = rest;
  }

  async run(...rows: readonly (Row | readonly Row[])[]): Promise<this> {
    const resource = defineResource<'items', Row>({
      name: 'items',
      ...this.#rest,
      incremental: this.#incremental,
      rows: ({ cursor }: ResourceContext) => {
        if (cursor !== undefined) this.asked.push({ start: cursor.start, end: cursor.end, last: cursor.last });
        return rows;
      },
    });
    this.report = await this.desk.pipeline([resource]).run();
    return this;
  }

  /** Column `n` of all rows that are loaded. */
  async loaded(): Promise<readonly unknown[]> {
    return (await this.desk.rows('items')).map(({ n }) => Number(n));
  }

  get filtered(): number | undefined {
    return this.report?.resources[0]?.filtered;
  }

  get warnings(): readonly string[] {
    return (this.report?.warnings ?? []).map(({ code }) => code);
  }
}

/** What a run of the story fails with. */
export const failing = async (story: Story, ...rows: readonly Row[]): Promise<unknown> =>
  story.run(...rows).catch((error: unknown) => error);
