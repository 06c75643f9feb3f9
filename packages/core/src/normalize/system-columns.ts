import type { Column } from '../schema/column.ts';

/** Identifies every row. */
export const ROW_ID: Column = { name: '_leat_id', dataType: 'text', nullable: false, unique: true, role: 'row-id' };
/** The load that brought a root row. */
export const LOAD_ID: Column = { name: '_leat_load_id', dataType: 'text', nullable: false, role: 'load-id' };
/** `_leat_id` of the row a list element belongs to. */
export const PARENT_ID: Column = { name: '_leat_parent_id', dataType: 'text', nullable: false, role: 'parent-id' };
/** `_leat_id` of the root row an element belongs to; in tables that merge. */
export const ROOT_ID: Column = { name: '_leat_root_id', dataType: 'text', nullable: true, role: 'root-id' };
/** Number of the root row in its load; never part of a table, only of its staging. */
export const ORDINAL: Column = { name: '_leat_ordinal', dataType: 'bigint', nullable: false, role: 'ordinal' };
/** From when on a version of a row holds (scd2). */
export const VALID_FROM: Column = {
  name: '_leat_valid_from',
  dataType: 'timestamp',
  nullable: true,
  role: 'valid-from',
};
/** Until when a version of a row held; null while it does (scd2). */
export const VALID_TO: Column = { name: '_leat_valid_to', dataType: 'timestamp', nullable: true, role: 'valid-to' };
/** Place of an element in its list, from 0. */
export const LIST_INDEX: Column = { name: '_leat_list_idx', dataType: 'bigint', nullable: false, role: 'list-index' };
