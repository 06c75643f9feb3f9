import type { Vector } from '../columns/vector.ts';
import type { DestinationCapabilities } from '../destination/capabilities.ts';
import type { ColumnBatch } from '../package/writers/job-file-encoder.ts';
import type { Column, DataType } from '../schema/column.ts';
import type { ResolvedContract } from '../schema/contract.ts';
import type { Detector } from '../schema/detectors.ts';
import type { Table } from '../schema/table.ts';
import type { IdentifierRegistry } from './naming/identifier-registry.ts';
import type { ElementPage, Lineage } from './list-node.ts';
import { ColumnWriter, type Refusal } from './column-writer.ts';
import { contractViolation } from './contract-violation.ts';
import type { DecidedType } from './pending-column.ts';
import { countRepairs } from './count-repairs.ts';
import { SystemVectors, type SystemTraits } from './system-vectors.ts';

/** Why a row cannot be loaded. */
export type RejectReason =
  | 'null-key'
  | 'null-value'
  | 'invalid'
  | 'not-an-object'
  | 'too-deep'
  | 'unsupported-value'
  | 'unreadable'
  | 'no-type';

/** Hears about everything a table's reader should know. */
export interface TableObserver {
  /** A row of the current page is set aside; called once per row. `row` counts from the start of the batch. */
  rejected(builder: TableBuilder, row: number, reason: RejectReason, path: readonly string[]): void;
  warn(code: string, table: string, column: string | undefined, count: number, message: string): void;
}

/** What all tables of a run share. */
export interface TableContext {
  readonly capabilities: DestinationCapabilities;
  readonly detectors: readonly Detector[];
  readonly loadId: string;
  /** Rows, and bytes, after which the columns of a new table get their types. */
  readonly inferenceRows: number;
  readonly inferenceBytes: number;
  readonly observer: TableObserver;
}

/** What is particular about one table. */
export interface TableTraits {
  /** Columns whose types the user declared. */
  readonly declared: ReadonlySet<string>;
  /** Keys of the source that identify a row; they are marked, and never null. */
  readonly keys: readonly string[];
  readonly merges: boolean;
  /** Whether versions of rows are kept (scd2). */
  readonly versions: boolean;
  readonly contract: ResolvedContract;
  /** Whether the table was there before this load: the contract on columns is about those only. */
  readonly existed: boolean;
}

/** The rows of one table since the last flush, column by column, and the table's growing list of columns. */
export class TableBuilder {
  readonly capabilities: DestinationCapabilities;
  readonly detectors: readonly Detector[];
  readonly keepNul: boolean;
  /** Whether rows carry what a merge needs: their number in the load, and the id of their root. */
  readonly merges: boolean;
  readonly contract: ResolvedContract;
  /** Rows in the batch. */
  rows = 0;
  /** Rows of this load so far, those written included; numbers rows for their ids. */
  ordinal = 0;
  quarantined = 0;
  discarded = 0;
  /** Rows that a step of the resource took out. */
  filtered = 0;
  /** Rows that were refused before they came here. */
  #unseen = 0;
  written = 0;
  readonly #context: TableContext;
  readonly #base: Omit<Table, 'columns'>;
  readonly #identifiers: IdentifierRegistry;
  readonly #columns: Map<string, Column>;
  readonly #writers = new Map<string, ColumnWriter>();
  readonly #rejected = new Set<number>();
  readonly #systemTraits: SystemTraits;
  #system: SystemVectors;
  readonly #keys: ReadonlySet<string>;
  readonly #declared: ReadonlySet<string>;
  readonly #existed: boolean;
  #inferring = true;
  #page: readonly unknown[] = [];
  #pageBase = 0;

  constructor(table: Table, identifiers: IdentifierRegistry, traits: TableTraits, context: TableContext) {
    const { columns, ...base } = table;
    this.#base = base;
    this.#columns = new Map(columns.filter(({ role }) => role === undefined).map((column) => [column.name, column]));
    this.#identifiers = identifiers;
    this.#declared = traits.declared;
    this.#keys = new Set(traits.keys);
    this.merges = traits.merges;
    this.contract = traits.contract;
    this.#existed = traits.existed;
    this.#context = context;
    this.capabilities = context.capabilities;
    this.detectors = context.detectors;
    this.keepNul = context.capabilities.nulInText;
    this.#systemTraits = {
      isChild: table.parent !== undefined,
      merges: traits.merges,
      versions: traits.versions,
      loadId: context.loadId,
    };
    this.#system = new SystemVectors(this.#systemTraits);
  }

  /** The table as it stands: system columns behind those of the source. */
  get table(): Table {
    return { ...this.#base, columns: [...this.#columns.values(), ...this.#system.tableColumns] };
  }

  /** Whether types are still being decided; a batch that is taken ends that. */
  get inferring(): boolean {
    return this.#inferring;
  }

  /** Whether column policies were carried out on the rows. */
  get hasPolicies(): boolean {
    return this.#base.policies !== undefined;
  }

  get name(): string {
    return this.#base.name;
  }

  /** Rows of the source, whatever became of them. */
  get extracted(): number {
    return this.ordinal + this.#unseen + this.filtered;
  }

  /** Counts a row that goes to quarantine without having been here. */
  setAside(): void {
    this.#unseen++;
    this.quarantined++;
  }

  /** Counts rows that were discarded without having been here. */
  discardUnseen(rows: number): void {
    this.#unseen += rows;
    this.discarded += rows;
  }

  /** Bytes the batch takes in memory. */
  get bytes(): number {
    let bytes = this.rows * 24;
    for (const writer of this.#writers.values()) bytes += (writer.vector?.byteLength ?? 0) + writer.pendingBytes;
    return bytes;
  }

  isDeclared(column: Column): boolean {
    return this.#declared.has(column.name);
  }

  /** The source's value of a row of the current page. */
  sourceOf(row: number): unknown {
    return this.#page[row - this.#pageBase];
  }

  isRejected(row: number): boolean {
    return this.#rejected.has(row);
  }

  /** Makes room for `count` root rows and gives the number of the first in the batch. */
  beginRows(page: readonly unknown[], ids: Uint32Array, count: number): number {
    const base = this.rows;
    this.#page = page;
    this.#pageBase = base;
    this.#system.appendRows(ids, count);
    this.rows += count;
    this.ordinal += count;
    return base;
  }

  /** The same for elements of lists, with the ids of their parents and their places in the lists. */
  beginElements(page: ElementPage, ids: Uint32Array, count: number): number {
    const base = this.beginRows(page.elements, ids, count);
    this.#system.appendElements(page, count);
    return base;
  }

  /** Notes that the rows just begun are their own roots, numbered by `ordinalOf`. */
  beginLineage(ids: Uint32Array, count: number, ordinalOf: (index: number) => number): Lineage {
    const lineage = { ids, ordinals: Float64Array.from({ length: count }, (_, index) => ordinalOf(index)) };
    this.#system.appendLineage(lineage, count);
    return lineage;
  }

  /** The writer for a path of the rows; two resources that fill one table share it. */
  openWriter(path: readonly string[]): ColumnWriter {
    const { identifier, collision } = this.#identifiers.register(path);
    if (collision !== undefined) {
      this.#context.observer.warn(
        'LEAT_NAME_COLLISION',
        this.name,
        identifier,
        1,
        `Two keys of the source have the same name as a column; one of them is now "${identifier}".`,
      );
    }
    const known = this.#columns.get(identifier);
    const mode = known === undefined && this.#existed ? this.contract.columns : 'evolve';
    return this.#writer(identifier, path, known, mode === 'evolve' ? undefined : mode);
  }

  /** The writer for values of another type than their column's. */
  variantOf(main: Column, type: DecidedType): ColumnWriter {
    const path = main.path ?? [main.name];
    const { identifier } = this.#identifiers.derive(path, variantName(type.dataType));
    const known = this.#columns.get(identifier);
    const column = known ?? this.addColumn({ name: identifier, ...type, nullable: true, path, variantOf: main.name });
    return this.#writer(identifier, path, column);
  }

  addColumn(column: Column): Column {
    const [key = ''] = column.path ?? [];
    const isKey = column.variantOf === undefined && column.path?.length === 1 && this.#keys.has(key);
    const added = isKey ? { ...column, primaryKey: true } : column;
    this.#columns.set(column.name, added);
    return added;
  }

  /** Replaces a column by one of a wider type. */
  changeColumn(column: Column): Column {
    this.#columns.set(column.name, column);
    return column;
  }

  countVariant(main: Column, dataType: string): void {
    this.#context.observer.warn(
      'LEAT_VARIANT',
      this.name,
      main.name,
      1,
      `Values that are no ${main.dataType} went to a variant column of type ${dataType}.`,
    );
  }

  /** Takes a row out of the batch. Its other values stay where they are until the batch is written. */
  reject(row: number, reason: RejectReason, path: readonly string[]): void {
    if (this.#rejected.has(row)) return;
    this.#rejected.add(row);
    this.quarantined++;
    this.#context.observer.rejected(this, row, reason, path);
  }

  /** Does what a contract says about a change that is not allowed. */
  refuse(mode: Refusal, row: number, what: 'column' | 'data-type', path: readonly string[]): void {
    if (mode === 'freeze') throw contractViolation(this.name, what, path);
    if (mode === 'discard-value') {
      this.#context.observer.warn(
        'LEAT_VALUE_DISCARDED',
        this.name,
        path.join('.'),
        1,
        `Values were left out by the contract on ${what === 'column' ? 'columns' : 'data types'}.`,
      );
    } else if (!this.#rejected.has(row)) {
      this.#rejected.add(row);
      this.discarded++;
      this.#context.observer.warn(
        'LEAT_ROW_DISCARDED',
        this.name,
        path.join('.'),
        1,
        `Rows were left out by the contract on ${what === 'column' ? 'columns' : 'data types'}.`,
      );
    }
  }

  /** Sets aside (or, by contract, discards) the rows of the page that lack a value they must have. */
  checkRequired(): void {
    for (const column of this.#columns.values()) {
      if (column.nullable || !this.#declared.has(column.name)) continue;
      const path = column.path ?? [column.name];
      const writer = this.openWriter(path);
      writer.vector?.padTo(this.rows);
      for (let row = this.#pageBase; row < this.rows; row++) {
        if (writer.vector?.validity[row] === 1 || this.#rejected.has(row)) continue;
        if (this.contract.dataType === 'evolve') this.reject(row, 'null-value', path);
        else
          this.refuse(
            this.contract.dataType === 'discard-value' ? 'discard-row' : this.contract.dataType,
            row,
            'data-type',
            path,
          );
      }
    }
  }

  /** Ends inference where enough was seen. Columns that turn up after the window are decided page by page. */
  endPage(): void {
    if (this.#inferring && this.rows < this.#context.inferenceRows) {
      let bytes = 0;
      for (const writer of this.#writers.values()) bytes += writer.pendingBytes;
      if (bytes < this.#context.inferenceBytes) return;
    }
    this.#decideColumns();
  }

  /** The batch, ready to be encoded; valid until `reset`. Undefined where no row is left. */
  takeBatch(): ColumnBatch | undefined {
    this.#decideColumns();
    const columns: Column[] = [];
    const vectors: Vector[] = [];
    for (const { column, vector } of this.#writers.values()) {
      if (column === undefined || vector === undefined) continue;
      vector.padTo(this.rows);
      columns.push(column);
      vectors.push(vector);
    }
    for (const [column, vector] of this.#system.pairs) {
      columns.push(column);
      vectors.push(vector);
    }
    const rows = this.#compact(vectors);
    if (rows === 0) return undefined;
    this.written += rows;
    const batch = { columns, vectors, rows };
    countRepairs(this.name, batch, this.#context.observer);
    return batch;
  }

  reset(): void {
    for (const writer of this.#writers.values()) writer.reset();
    this.#system.reset();
    this.#rejected.clear();
    this.rows = 0;
  }

  /** Gives up the buffers of a batch that was written; without that they stay, for the next one. */
  release(): void {
    for (const writer of this.#writers.values()) writer.release();
    this.#system = new SystemVectors(this.#systemTraits);
  }

  #writer(identifier: string, path: readonly string[], column: Column | undefined, refusal?: Refusal): ColumnWriter {
    let writer = this.#writers.get(identifier);
    if (writer === undefined) {
      writer = new ColumnWriter(this, identifier, path, column, refusal);
      this.#writers.set(identifier, writer);
    }
    return writer;
  }

  #decideColumns(): void {
    // A column that is decided may open a variant column, which joins the map and needs no decision.
    for (const writer of this.#writers.values()) if (writer.vector === undefined) writer.decide();
    this.#inferring = false;
  }

  #compact(vectors: readonly Vector[]): number {
    if (this.#rejected.size === 0) return this.rows;
    const keep = new Uint8Array(this.rows).fill(1);
    for (const row of this.#rejected) keep[row] = 0;
    for (const vector of vectors) vector.compact(keep);
    return this.rows - this.#rejected.size;
  }
}

/** What a variant column is called below its column; dlt's name. */
export function variantName(dataType: DataType): string {
  return `v_${dataType}`;
}
