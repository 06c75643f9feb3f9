import type { LoadWarning } from '../load/receipt.ts';
import type { TableAccount } from '../package/manifest.ts';
import type { QuarantinedRow } from '../package/quarantine.ts';
import type { ColumnBatch } from '../package/writers/job-file-encoder.ts';
import type { ResolvedContract } from '../schema/contract.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import type { ColumnHint } from '../source/resource.ts';
import type { AppliedPolicy } from './column-policy.ts';
import type { NamingConvention } from './naming/naming-convention.ts';
import { idSeed } from './row-ids.ts';
import type { RowIdentity } from './row-identity.ts';
import { SchemaBuilder, type DiscardedTable } from './schema-builder.ts';
import { TableBuilder, type RejectReason, type TableContext, type TableObserver } from './table-builder.ts';
import { TableNode } from './table-node.ts';
import { WarningCounter } from './warning-counter.ts';

/** Rows after which a table's batch is written: DuckDB reads Parquet in parallel by row groups of this size (its documentation, "Parquet tips"). */
const BATCH_ROWS = 122_880;
/** Bytes after which a table's batch is written, whatever its rows. */
const BATCH_BYTES = 8 * 1024 * 1024;

/** Where batches and refused rows go. */
export interface NormalizerOutput {
  write(table: Table, batch: ColumnBatch): void;
  quarantine(row: QuarantinedRow): void;
}

export interface NormalizerOptions extends Omit<TableContext, 'observer'> {
  readonly schemaName: string;
  readonly stored: Schema | undefined;
  readonly naming: NamingConvention;
  readonly maxDepth: number;
  /** A batch is not larger than the file it goes to. */
  readonly maxJobFileBytes: number;
  /** Bytes of all tables together that may wait to be written, and of buffers that are kept for the next batch. */
  readonly maxInFlightBytes: number;
  readonly output: NormalizerOutput;
}

/** How one resource is to be normalized. */
export interface ResourceShape {
  readonly name: string;
  readonly table: string;
  readonly description?: string;
  readonly maxNesting: number;
  readonly jsonPaths: ReadonlySet<string>;
  readonly columns: Readonly<Record<string, ColumnHint>>;
  readonly primaryKey: readonly string[];
  readonly merges: boolean;
  readonly versions: boolean;
  readonly identity: RowIdentity;
  readonly contract: ResolvedContract;
  readonly policies: readonly AppliedPolicy[];
}

/** Turns pages of rows into columnar batches of tables: infers types, unnests, converts, names. */
export class Normalizer implements TableObserver {
  readonly #options: NormalizerOptions;
  readonly #schema: SchemaBuilder;
  readonly #warnings = new WarningCounter();
  /** Bytes that buffers of tables hold: the most that a batch had, since a written batch leaves its buffers to the next one. */
  readonly #held = new Map<TableBuilder, number>();
  #heldBytes = 0;

  constructor(options: NormalizerOptions) {
    this.#options = options;
    this.#schema = new SchemaBuilder(options.schemaName, options.stored, options.naming, {
      ...options,
      observer: this,
    });
  }

  /** Prepares the tables of a resource; the answer takes its pages. */
  resource(shape: ResourceShape): ResourceNormalizer {
    const root = this.#schema.openTable({ ...shape, resource: shape.name, sourcePath: [shape.table] });
    if (!(root instanceof TableBuilder)) return discardingSink(root, this.#schema.nameOf([shape.table]));
    const node = new TableNode(
      root,
      { path: [], rootPath: [], level: 0 },
      {
        maxNesting: shape.maxNesting,
        jsonPaths: shape.jsonPaths,
        maxDepth: this.#options.maxDepth,
        identity: shape.identity,
        grown: (builder) => this.#grown(builder),
        openChild: (parent, place) =>
          this.#schema.openTable({
            resource: shape.name,
            parent,
            sourcePath: [shape.table, ...place.rootPath],
            columns: {},
            primaryKey: [],
            merges: shape.merges,
            versions: false,
            contract: shape.contract,
            policies: [],
          }),
      },
    );
    const seed = idSeed(this.#options.schemaName, this.#options.loadId, root.name);
    return {
      table: root.name,
      append: (page) => {
        node.appendRows(page, seed);
        if (this.#heldBytes > this.#options.maxInFlightBytes) this.#makeRoom();
      },
      setAside: (row, reason, path) => {
        root.setAside();
        this.#quarantine(root.name, row, reason, path);
      },
      discard: (rows, why) => {
        root.discardUnseen(rows);
        this.warn('LEAT_ROW_DISCARDED', root.name, undefined, rows, `Rows were left out by the contract on ${why}.`);
      },
      filtered: (rows) => {
        root.filtered += rows;
      },
    };
  }

  /** Writes what is left of all tables. */
  finish(): void {
    for (const builder of this.#schema.builders) this.#flush(builder);
  }

  /** The schema as rows have made it, but for tables that are not going to be loaded. */
  schema(without: ReadonlySet<string>): Schema {
    return this.#schema.build(without);
  }

  /** Names of tables that a contract did not let come into being, by resource. */
  discardedTables(resource: string): readonly string[] {
    return [...this.#schema.discarded].filter(([, table]) => table.resource === resource).map(([name]) => name);
  }

  /** Rows of every table so far. */
  accounts(): Record<string, TableAccount> {
    const accounts: Record<string, TableAccount> = Object.create(null);
    for (const { name, extracted, filtered, discarded, quarantined, written } of this.#schema.builders) {
      accounts[name] = { extracted, filtered, discarded, quarantined, written };
    }
    for (const [name, { rows }] of this.#schema.discarded)
      accounts[name] = { extracted: rows, filtered: 0, discarded: rows, quarantined: 0, written: 0 };
    return accounts;
  }

  get warnings(): readonly LoadWarning[] {
    return this.#warnings.list();
  }

  rejected(builder: TableBuilder, row: number, reason: RejectReason, path: readonly string[]): void {
    const source = builder.sourceOf(row);
    // A cycle leads back to the row as it was before policies were carried out.
    const shown = reason === 'too-deep' && builder.hasPolicies ? withoutNested(source) : source;
    this.#quarantine(builder.name, shown, reason, path);
  }

  warn(code: string, table: string, column: string | undefined, count: number, message: string): void {
    this.#warnings.add(code, table, column, count, message);
  }

  #quarantine(table: string, row: unknown, reason: RejectReason, path: readonly string[]): void {
    this.warn(
      'LEAT_ROW_QUARANTINED',
      table,
      undefined,
      1,
      `Rows were set aside (${reason}); they are in the package's quarantine folder.`,
    );
    this.#options.output.quarantine({ table, reason, path, row });
  }

  #grown(builder: TableBuilder): void {
    const { bytes } = builder;
    const held = this.#held.get(builder) ?? 0;
    if (bytes > held) {
      this.#heldBytes += bytes - held;
      this.#held.set(builder, bytes);
    }
    if (builder.inferring) return;
    if (builder.rows >= BATCH_ROWS || bytes >= Math.min(BATCH_BYTES, this.#options.maxJobFileBytes))
      this.#flush(builder);
  }

  /**
   * Gives up buffers until half of the room is free: first those of tables without rows, then those of the largest batches, which
   * are written. Only between pages: a batch in use must not be taken.
   */
  #makeRoom(): void {
    const isUsed = ({ rows }: TableBuilder): number => (rows === 0 ? 0 : 1);
    const order = [...this.#held].toSorted(([a, bytesA], [b, bytesB]) => isUsed(a) - isUsed(b) || bytesB - bytesA);
    for (const [builder, bytes] of order) {
      if (this.#heldBytes <= this.#options.maxInFlightBytes / 2) return;
      this.#flush(builder);
      builder.release();
      this.#heldBytes -= bytes;
      this.#held.delete(builder);
    }
  }

  #flush(builder: TableBuilder): void {
    const batch = builder.takeBatch();
    if (batch !== undefined) this.#options.output.write(builder.table, batch);
    builder.reset();
  }
}

/** Takes the pages of one resource. */
export interface ResourceNormalizer {
  /** Name of the root table. */
  readonly table: string;
  append(page: readonly unknown[]): void;
  /** Puts a row that never came to the tables into quarantine. */
  setAside(row: unknown, reason: RejectReason, path: readonly string[]): void;
  /** Counts rows that a contract left out before they came to the tables. */
  discard(rows: number, why: string): void;
  /** Counts rows that a step of the resource took out. */
  filtered(rows: number): void;
}

/** Drops and counts every row, for a table that a contract does not let come into being. */
function discardingSink(discarded: DiscardedTable, table: string): ResourceNormalizer {
  return {
    table,
    append: (page) => {
      discarded.rows += page.length;
    },
    setAside: () => {
      discarded.rows++;
    },
    discard: (rows) => {
      discarded.rows += rows;
    },
    filtered: (rows) => {
      discarded.rows += rows;
    },
  };
}

/** A row's scalars; objects and lists are withheld. */
function withoutNested(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? '[withheld]' : value,
    ]),
  );
}
