/** What happens where data ask for a change: make it, fail, or leave the row or the value out. */
export type ContractMode = 'evolve' | 'freeze' | 'discard-row' | 'discard-value';

/** A contract for all three kinds of change, or for some; what is not said is `evolve`, or what a wider level says. */
export type SchemaContract =
  | ContractMode
  | {
      /** Tables that are not there yet. `discard-value` means the same as `discard-row`. */
      readonly tables?: ContractMode;
      /** Columns that a table of an earlier load does not have. */
      readonly columns?: ContractMode;
      /** Values that do not fit their column: a wider type, or a variant column. Also rows that fail validation. */
      readonly dataType?: ContractMode;
    };

/** A contract with every entry decided. */
export interface ResolvedContract {
  readonly tables: ContractMode;
  readonly columns: ContractMode;
  readonly dataType: ContractMode;
}

/** Joins contracts, the narrowest level first: resource, source, pipeline. */
export function resolveContract(...levels: readonly (SchemaContract | undefined)[]): ResolvedContract {
  const mode = (entry: keyof ResolvedContract): ContractMode => {
    for (const level of levels) {
      const said = typeof level === 'object' ? level[entry] : level;
      if (said !== undefined) return said;
    }
    return 'evolve';
  };
  return { tables: mode('tables'), columns: mode('columns'), dataType: mode('dataType') };
}
