import type { Column, DataType, Table, TableChain } from '@leat/core';

/** A column, nullable unless told otherwise. */
export function column(name: string, dataType: DataType = 'text', rest: Partial<Column> = {}): Column {
  return { name, dataType, nullable: true, path: [name], ...rest };
}

/** A table with a key called `id` before its other columns. */
export function table(name: string, ...columns: readonly Column[]): Table {
  const id = column('id', 'bigint', { nullable: false, primaryKey: true });
  return { name, resource: name, path: [name], columns: [id, ...columns] };
}

/** A chain of one table. */
export function chain(root: Table, ...children: readonly Table[]): TableChain {
  return { root, children };
}

/** Most tests need no more than this: `id`, `title`. */
export const ITEMS: Table = table('items', column('title'));

/** A table with the lists unnested from it. */
export const ORDERS: TableChain = chain(
  table('orders', column('customer'), column('_leat_id', 'text', { nullable: false, role: 'row-id' })),
  {
    ...table('orders__lines', column('sku'), column('_leat_parent_id', 'text', { nullable: false, role: 'parent-id' })),
    resource: 'orders',
    path: ['orders', 'lines'],
    parent: 'orders',
  },
);
