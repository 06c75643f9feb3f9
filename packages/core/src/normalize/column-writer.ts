import { createVector } from '../columns/create-vector.ts';
import type { Vector } from '../columns/vector.ts';
import type { Column } from '../schema/column.ts';
import { evidenceOf } from '../schema/lattice.ts';
import { PendingColumn, type DecidedType } from './pending-column.ts';
import type { TableBuilder } from './table-builder.ts';

/** What a column does with an object or a list it meets; absent where nesting ends and they are values. */
export type TakeNested = (value: object, row: number) => void;

/**
 * Writes the scalar values found at one path of a table's rows: first into an open list, while the type is being inferred,
 * then into a typed vector. What does not fit goes to the path's variant columns.
 */
export class ColumnWriter {
  readonly path: readonly string[];
  readonly #builder: TableBuilder;
  readonly #name: string;
  #column: Column | undefined;
  #vector: Vector | undefined;
  #pending: PendingColumn | undefined;
  #variants: Map<string, ColumnWriter> | undefined;
  #takeNested: TakeNested | undefined;

  constructor(builder: TableBuilder, name: string, path: readonly string[], column: Column | undefined) {
    this.#builder = builder;
    this.#name = name;
    this.path = path;
    if (column !== undefined) this.#open(column);
  }

  /** The column, once its type is decided. */
  get column(): Column | undefined {
    return this.#column;
  }

  get vector(): Vector | undefined {
    return this.#vector;
  }

  get pendingBytes(): number {
    return this.#pending?.bytes ?? 0;
  }

  /** Appends the values of the rows from `base` on; undefined and null are nulls. */
  appendRun(values: readonly unknown[], count: number, base: number, takeNested: TakeNested | undefined): void {
    this.#takeNested = takeNested;
    const vector = this.#vector;
    if (vector === undefined) this.#appendPending(values, count, base);
    else {
      vector.padTo(base);
      vector.appendRun(values, count, this.#misfit);
    }
  }

  /** Appends one value at one row, which lies behind all rows appended so far. */
  appendOne(value: unknown, row: number, takeNested?: TakeNested): void {
    this.appendRun([value], 1, row, takeNested);
  }

  /** Ends inference: opens the vector and moves the values there. Columns without a value stay closed. */
  decide(): void {
    const pending = this.#pending;
    const decided = pending?.decide(this.#builder.capabilities.decimal);
    if (pending === undefined || decided === undefined) return;
    this.#pending = undefined;
    this.#open(this.#builder.addColumn({ name: this.#name, ...decided, nullable: true, path: this.path }));
    this.#vector?.appendRun(pending.values, pending.values.length, this.#misfit);
  }

  /** Forgets the rows so far, after they were written. */
  reset(): void {
    this.#vector?.reset();
    if (this.#pending !== undefined) this.#pending = undefined;
  }

  #open(column: Column): void {
    this.#column = column;
    const { keepNul } = this.#builder;
    this.#vector = createVector(column, { keepNul, declared: this.#builder.isDeclared(column) });
  }

  #appendPending(values: readonly unknown[], count: number, base: number): void {
    for (let index = 0; index < count; index++) {
      const value = values[index];
      if (value === undefined || value === null) continue;
      const evidence = evidenceOf(value, this.#builder.detectors);
      if (evidence === undefined || (evidence === 'json' && this.#takeNested !== undefined)) {
        this.#misfit(value, base + index);
        continue;
      }
      this.#pending ??= new PendingColumn();
      this.#pending.padTo(base + index);
      this.#pending.push(value, evidence);
    }
  }

  readonly #misfit = (value: unknown, row: number): void => {
    const evidence = evidenceOf(value, this.#builder.detectors);
    if (evidence === undefined) {
      this.#builder.reject(row, 'unsupported-value', this.path);
    } else if (evidence === 'json' && this.#takeNested !== undefined) {
      // Evidence says json for objects only.
      this.#takeNested(value as object, row);
    } else {
      this.#appendVariant(value, row);
    }
  };

  #appendVariant(value: unknown, row: number): void {
    const pending = new PendingColumn();
    const evidence = evidenceOf(value, this.#builder.detectors);
    if (evidence !== undefined) pending.push(value, evidence);
    const natural = pending.decide(this.#builder.capabilities.decimal);
    const main = this.#column;
    // Text, the last resort, takes what another column of the same type would not hold either.
    const decided: DecidedType | undefined = natural?.dataType === main?.dataType ? { dataType: 'text' } : natural;
    if (decided === undefined || main === undefined || main.variantOf !== undefined) {
      this.#builder.reject(row, 'no-type', this.path);
      return;
    }
    if (main.primaryKey === true) {
      // In its own column the row would have no key.
      this.#builder.reject(row, 'null-key', this.path);
      return;
    }
    this.#variants ??= new Map();
    let variant = this.#variants.get(decided.dataType);
    if (variant === undefined) {
      variant = this.#builder.variantOf(main, decided);
      this.#variants.set(decided.dataType, variant);
    }
    this.#builder.countVariant(main, decided.dataType);
    variant.appendOne(value, row);
  }
}
