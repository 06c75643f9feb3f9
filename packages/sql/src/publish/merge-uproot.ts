import type { Column, Table } from '@leat/core';
import { sql } from 'kysely';
import { compileChange } from '../compile-change.ts';
import {
  all,
  endOfVersion,
  isCurrent,
  nameOf,
  roleColumn,
  stagedOf,
  step,
  storedChildren,
  H,
  T,
  type Fragment,
  type Merge,
} from './merge-plan.ts';
import type { TablePlan } from './publish-plan.ts';

const PLACE: Column = { name: 'place', dataType: 'bigint', nullable: false };
const ID: Column = { name: 'id', dataType: 'text', nullable: true };

/**
 * Deletes everything unnested from the rows `t` of the root that meet one of the conditions; the rows themselves stay.
 *
 * Goes from parents to children by parent ids, since rows of earlier appends have no root ids, and notes the ids found in
 * a table of its own: nested subqueries would grow with the square of the levels, and 200 levels are too deep for DuckDB.
 */
export function uproot(merge: Merge, conditions: readonly Fragment[]): readonly TablePlan[] {
  const { root } = merge.chain;
  const staged = stagedOf(merge, root);
  const children = storedChildren(merge);
  if (staged === undefined || children.length === 0 || !merge.context.stored.has(root.name)) return [];
  const found = foundTable(merge, `${staged.name}_found`);
  const places = new Map([root, ...children].map(({ name }, place) => [name, place]));
  const isFoundParent = (child: Table): Fragment =>
    sql`${sql.id(roleColumn(child, 'parent-id'))} in (select ${sql.id(ID.name)} from ${found.name} where ${sql.id(PLACE.name)} = ${sql.lit(places.get(child.parent ?? '') ?? -1)})`;
  const note = (table: Table, condition: Fragment): TablePlan => {
    const id = sql.id('t', roleColumn(table, 'row-id'));
    const place = sql.lit(places.get(table.name) ?? -1);
    const rows = sql`select ${place}, ${id} from ${nameOf(merge, table.name)} ${T} where ${condition}`;
    return step(merge, table, sql`insert into ${found.name} (${sql.id(PLACE.name)}, ${sql.id(ID.name)}) ${rows}`);
  };
  const parents = children.filter(({ name }) => children.some(({ parent }) => parent === name));
  return [
    found.create,
    ...conditions.map((condition) => note(root, all([condition, ...isNotHistory(merge)]))),
    ...parents.map((parent) => note(parent, isFoundParent(parent))),
    ...children
      .toReversed()
      .map((child) =>
        step(merge, child, sql`delete from ${nameOf(merge, child.name)} where ${isFoundParent(child)}`, 'deleted'),
      ),
    found.drop,
  ];
}

/** A version that came back has the id of the one that ended, and shares its lists with it: those belong to history. */
function isNotHistory(merge: Merge): readonly Fragment[] {
  const end = endOfVersion(merge);
  if (end === undefined) return [];
  const { root } = merge.chain;
  const id = roleColumn(root, 'row-id');
  const ended = all([sql`${sql.id('h', id)} = ${sql.id('t', id)}`, sql`${sql.id('h', end)} is not null`]);
  return [...isCurrent(merge), sql`not exists (select 1 from ${nameOf(merge, root.name)} ${H} where ${ended})`];
}

function foundTable(
  merge: Merge,
  name: string,
): { readonly name: Fragment; readonly create: TablePlan; readonly drop: TablePlan } {
  const { root } = merge.chain;
  const { dialect, dataset } = merge.context;
  const table: Table = { name, resource: root.resource, path: [name], columns: [PLACE, ID] };
  const queries = compileChange({ kind: 'create-table', table }, dialect, dataset, 'staging');
  return {
    name: nameOf(merge, name),
    create: { table: root.name, steps: queries.map((query) => ({ query })) },
    drop: step(merge, root, sql`drop table ${nameOf(merge, name)}`),
  };
}
