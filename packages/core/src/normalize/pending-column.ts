import { decimalDigits } from '../columns/decimal-vector.ts';
import type { DestinationCapabilities } from '../destination/capabilities.ts';
import type { Column } from '../schema/column.ts';
import { CONFLICT, dataTypeOf, joinEvidence, type Evidence } from '../schema/lattice.ts';

/** Type of a column, as far as values decide it. */
export type DecidedType = Pick<Column, 'dataType' | 'precision' | 'scale'>;

/** Fraction digits of a decimal that nobody declared; dlt's default. */
const DEFAULT_SCALE = 9;

/** The values of a column whose type is still open, row by row. */
export class PendingColumn {
  /** One entry per row; undefined is null. */
  readonly values: unknown[] = [];
  /** Roughly what the values hold in memory. */
  bytes = 0;
  #evidence: Evidence | undefined;

  /** Tells whether a value that is not null was seen. */
  get decided(): boolean {
    return this.#evidence !== undefined;
  }

  padTo(rows: number): void {
    while (this.values.length < rows) this.values.push(undefined);
  }

  push(value: unknown, evidence: Evidence): void {
    this.values.push(value);
    this.bytes += typeof value === 'string' ? 16 + value.length : 16;
    const joined = this.#evidence === undefined ? evidence : joinEvidence(this.#evidence, evidence);
    // In conflict the type so far keeps the column; the value will be converted or go to a variant column.
    if (joined !== CONFLICT) this.#evidence = joined;
  }

  /** Decides the type from all values seen, or undefined where all were null. */
  decide(decimal: DestinationCapabilities['decimal']): DecidedType | undefined {
    if (this.#evidence === undefined) return undefined;
    const dataType = dataTypeOf(this.#evidence);
    if (dataType !== 'decimal') return { dataType };
    const shape = decimalShape(this.values, decimal);
    // Digits that no decimal of the destination can hold are kept as text.
    return shape === undefined ? { dataType: 'text' } : { dataType, ...shape };
  }
}

/** Precision and scale that hold every value, as far as the destination's limits allow; undefined where they allow none. */
export function decimalShape(
  values: readonly unknown[],
  limits: DestinationCapabilities['decimal'],
): { readonly precision: number; readonly scale: number } | undefined {
  let integer = 0;
  let fraction = 0;
  let fits = false;
  for (const value of values) {
    if (value === undefined) continue;
    const digits = decimalDigits(value);
    if (digits === undefined || digits.integer + digits.fraction > limits.maxPrecision) continue;
    fits = true;
    integer = Math.max(integer, digits.integer);
    fraction = Math.max(fraction, digits.fraction);
  }
  if (!fits) return undefined;
  const room = Math.max(limits.maxPrecision - integer, 0);
  return { precision: limits.maxPrecision, scale: Math.min(Math.max(DEFAULT_SCALE, fraction), room, limits.maxScale) };
}
