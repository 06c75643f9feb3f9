import { createVector } from '../columns/create-vector.ts';
import type { Vector } from '../columns/vector.ts';
import { vectorValues } from '../columns/vector-values.ts';
import type { Column } from '../schema/column.ts';
import type { ContractMode } from '../schema/contract.ts';
import { CONFLICT, dataTypeOf, evidenceOf, joinEvidence, type Evidence } from '../schema/lattice.ts';
import { decimalShape, PendingColumn, type DecidedType } from './pending-column.ts';
import type { TableBuilder } from './table-builder.ts';

/** Modes of a contract that do not let a change happen. */
export type Refusal = Exclude<ContractMode, 'evolve'>;

interface Overflow {
  readonly type: DecidedType;
  /** Row → value. */
  readonly values: Map<number, unknown>;
}

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
  readonly #refusal: Refusal | undefined;
  /** Values that do not fit the vector, but the type it is going to get. */
  #overflow: Overflow | undefined;

  /** `refusal` says what a contract does with values of a column that is new and may not be. */
  constructor(
    builder: TableBuilder,
    name: string,
    path: readonly string[],
    column: Column | undefined,
    refusal?: Refusal,
  ) {
    this.#builder = builder;
    this.#name = name;
    this.path = path;
    this.#refusal = refusal;
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
    if (this.#refusal !== undefined) this.#refuse(this.#refusal, values, count, base);
    else if (this.#vector === undefined) this.#appendPending(values, count, base);
    else {
      this.#vector.padTo(base);
      this.#vector.appendRun(values, count, this.#misfit);
      if (this.#overflow !== undefined) this.#widen(this.#vector, this.#overflow);
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
    if (this.#vector !== undefined && this.#overflow !== undefined) this.#widen(this.#vector, this.#overflow);
  }

  /** Forgets the rows so far, after they were written. */
  reset(): void {
    this.#vector?.reset();
    if (this.#pending !== undefined) this.#pending = undefined;
  }

  /** Gives up the buffers, which are empty and would be used again. */
  release(): void {
    if (this.#column !== undefined) this.#open(this.#column);
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
      this.#fitElsewhere(value, row, evidence);
    }
  };

  /** Widens the column where that keeps every value's meaning, and otherwise makes a variant; both are changes of type. */
  #fitElsewhere(value: unknown, row: number, evidence: Evidence): void {
    const main = this.#column;
    if (main === undefined || main.variantOf !== undefined) {
      this.#builder.reject(row, 'no-type', this.path);
      return;
    }
    const mode = this.#builder.contract.dataType;
    if (mode !== 'evolve') {
      this.#builder.refuse(mode, row, 'data-type', this.path);
      return;
    }
    const wider = this.#widerType(main, value, evidence);
    if (wider === undefined) this.#appendVariant(main, value, row, evidence);
    else {
      this.#overflow ??= { type: wider, values: new Map() };
      this.#overflow.values.set(row, value);
    }
  }

  #widerType(main: Column, value: unknown, evidence: Evidence): DecidedType | undefined {
    const joined = joinEvidence(main.dataType, evidence);
    if (joined === CONFLICT) return undefined;
    const dataType = dataTypeOf(joined);
    const { capabilities } = this.#builder;
    const allowed =
      dataType !== main.dataType &&
      capabilities.widenings.some(({ from, to }) => from === main.dataType && to === dataType);
    if (!allowed) return undefined;
    if (dataType !== 'decimal') return { dataType };
    // A bigint has 19 digits at the most.
    const shape = decimalShape([9_999_999_999_999_999_999n, value], capabilities.decimal);
    return shape === undefined ? undefined : { dataType, ...shape };
  }

  #widen(narrow: Vector, { type, values }: Overflow): void {
    this.#overflow = undefined;
    if (this.#column === undefined) return;
    const all = vectorValues(narrow).map((value, row) => values.get(row) ?? value);
    this.#open(this.#builder.changeColumn({ ...this.#column, ...type }));
    this.#vector?.appendRun(all, all.length, this.#misfit);
  }

  #refuse(refusal: Refusal, values: readonly unknown[], count: number, base: number): void {
    for (let index = 0; index < count; index++) {
      const value = values[index];
      if (value !== undefined && value !== null) this.#builder.refuse(refusal, base + index, 'column', this.path);
    }
  }

  #appendVariant(main: Column, value: unknown, row: number, evidence: Evidence): void {
    if (main.primaryKey === true) {
      // In its own column the row would have no key.
      this.#builder.reject(row, 'null-key', this.path);
      return;
    }
    const pending = new PendingColumn();
    pending.push(value, evidence);
    const natural = pending.decide(this.#builder.capabilities.decimal);
    // Text, the last resort, takes what another column of the same type would not hold either.
    const decided: DecidedType =
      natural === undefined || natural.dataType === main.dataType ? { dataType: 'text' } : natural;
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
