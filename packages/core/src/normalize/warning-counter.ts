import type { LoadWarning } from '../load/receipt.ts';

/** Adds up warnings of the same kind at the same place, so that a million rows with one flaw make one line. */
export class WarningCounter {
  readonly #warnings = new Map<string, LoadWarning>();

  add(code: string, table: string, column: string | undefined, count: number, message: string): void {
    const key = JSON.stringify([code, table, column, message]);
    const known = this.#warnings.get(key);
    this.#warnings.set(key, {
      code,
      table,
      ...(column === undefined ? {} : { column }),
      count: (known?.count ?? 0) + count,
      message,
    });
  }

  list(): readonly LoadWarning[] {
    return [...this.#warnings.values()];
  }
}
