import type { Column } from '../schema/column.ts';

/** Identifies every row. */
export const ROW_ID: Column = { name: '_leat_id', dataType: 'text', nullable: false, unique: true, role: 'row-id' };
/** The load that brought a root row. */
export const LOAD_ID: Column = { name: '_leat_load_id', dataType: 'text', nullable: false, role: 'load-id' };
/** `_leat_id` of the row a list element belongs to. */
export const PARENT_ID: Column = { name: '_leat_parent_id', dataType: 'text', nullable: false, role: 'parent-id' };
/** Place of an element in its list, from 0. */
export const LIST_INDEX: Column = { name: '_leat_list_idx', dataType: 'bigint', nullable: false, role: 'list-index' };
