import { ConstantVector } from '../columns/constant-vector.ts';
import { IdVector } from '../columns/id-vector.ts';
import { BigintVector } from '../columns/int64-vector.ts';
import type { Vector } from '../columns/vector.ts';
import type { Column } from '../schema/column.ts';
import type { ElementPage, Lineage } from './list-node.ts';
import { LIST_INDEX, LOAD_ID, ORDINAL, PARENT_ID, ROOT_ID, ROW_ID, VALID_FROM, VALID_TO } from './system-columns.ts';

/** Which of leat's own columns a table has. */
export interface SystemTraits {
  readonly isChild: boolean;
  readonly merges: boolean;
  /** Whether versions of rows are kept (scd2). */
  readonly versions: boolean;
  readonly loadId: string;
}

/** leat's own columns of one table: row ids, and what ties rows to their load, their parents and their roots. */
export class SystemVectors {
  readonly #ids = new IdVector();
  readonly #loadIds: ConstantVector | undefined;
  readonly #parentIds: IdVector | undefined;
  readonly #listIndexes: BigintVector | undefined;
  readonly #rootIds: IdVector | undefined;
  readonly #ordinals: BigintVector | undefined;
  readonly #versions: boolean;

  constructor({ isChild, merges, versions, loadId }: SystemTraits) {
    this.#versions = versions;
    if (isChild) {
      this.#parentIds = new IdVector();
      this.#listIndexes = new BigintVector();
      if (merges) this.#rootIds = new IdVector();
    } else this.#loadIds = new ConstantVector(loadId);
    if (merges) this.#ordinals = new BigintVector();
  }

  /** The columns the table has; the ordinal is in its files only. */
  get tableColumns(): readonly Column[] {
    const columns = this.pairs.map(([column]) => column).filter(({ role }) => role !== 'ordinal');
    return this.#versions ? [...columns, VALID_FROM, VALID_TO] : columns;
  }

  /** The columns its files have, with their values. */
  get pairs(): readonly (readonly [Column, Vector])[] {
    const all: readonly (readonly [Column, Vector | undefined])[] = [
      [ROW_ID, this.#ids],
      [LOAD_ID, this.#loadIds],
      [PARENT_ID, this.#parentIds],
      [LIST_INDEX, this.#listIndexes],
      [ROOT_ID, this.#rootIds],
      [ORDINAL, this.#ordinals],
    ];
    return all.flatMap(([column, vector]) => (vector === undefined ? [] : [[column, vector] as const]));
  }

  appendRows(ids: Uint32Array, count: number): void {
    this.#ids.appendWords(ids, count);
    this.#loadIds?.appendConstant(count);
  }

  appendElements(page: ElementPage, count: number): void {
    this.#parentIds?.appendWords(page.parentIds, count);
    this.#listIndexes?.appendRun(page.listIndexes, count, ignoreMisfit);
    if (page.roots !== undefined) this.appendLineage(page.roots, count);
  }

  appendLineage({ ids, ordinals }: Lineage, count: number): void {
    this.#rootIds?.appendWords(ids, count);
    this.#ordinals?.appendRun(Array.from(ordinals.subarray(0, count)), count, ignoreMisfit);
  }

  reset(): void {
    for (const [, vector] of this.pairs) vector.reset();
  }
}

function ignoreMisfit(): void {
  // Places in lists and numbers of rows are small integers; none can be refused.
}
