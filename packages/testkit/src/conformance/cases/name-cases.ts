import assert from 'node:assert/strict';
import type { CaseList } from '../conformance-test.ts';
import { append, SampleLoad } from '../sample-load.ts';
import { column, table } from '../sample-tables.ts';
import { comparableRows, type Workbench } from '../workbench.ts';

/** Names from attack lists: each must be a name, whatever else it could mean in SQL, in a path, in a template. */
const HOSTILE = [
  'a"b',
  'a""b',
  "a'b",
  'a`b',
  'a]b[c',
  "x'; drop table items; --",
  'x"; drop table items; --',
  'x`; drop table items; --',
  'a.b',
  'a b',
  ' a ',
  'a\\b',
  'a/b',
  '../a',
  'a%sb',
  '$1',
  '?',
  ':name',
  '${name}',
  '/*a*/',
  '--a',
  'a;b',
  'a\tb',
  'a\nb',
  'select',
  'table',
  'order',
  'null',
  '1',
  '__proto__',
  'constructor',
];

/** Identifiers keep their spelling and never leave their quotes. */
export const nameCases: CaseList = ({ identifiers }) => [
  {
    name: 'takes column names made for SQL injection as names',
    body: (bench) => roundTrip(bench, [], HOSTILE),
  },
  {
    name: 'takes table names made for SQL injection as names',
    body: (bench) => roundTrip(bench, HOSTILE, []),
  },
  {
    name: `takes names of ${identifiers.maxBytes} bytes without cutting them`,
    body: async (bench) => {
      // Names that are equal up to the last byte become one where a destination cuts them.
      const names = ['a', 'b'].map((last) => `${'n'.repeat(identifiers.maxBytes - 1)}${last}`);
      await roundTrip(bench, names, names);
    },
  },
  ...(identifiers.unicode
    ? [
        {
          name: 'takes letters outside ASCII in names',
          body: (bench: Workbench) => roundTrip(bench, ['straße', '漢字'], ['größe', 'имя']),
        },
      ]
    : []),
  ...(identifiers.caseSensitive
    ? [
        {
          name: 'tells names apart that differ in case',
          body: (bench: Workbench) => roundTrip(bench, ['Thing', 'thing', 'THING'], ['Part', 'part', 'PART']),
        },
      ]
    : []),
];

/** Loads one row into a table per name, each with a column per name, and a bystander that must stay as it is. */
async function roundTrip(
  bench: Workbench,
  tableNames: readonly string[],
  columnNames: readonly string[],
): Promise<void> {
  const columns = columnNames.map((name) => column(name));
  const bystander = table('items', ...columns);
  const tables = [bystander, ...tableNames.map((name) => table(name, ...columns))];
  const rowsOf = (index: number): readonly Record<string, string | number>[] => [
    Object.fromEntries([
      ['id', index],
      ...columnNames.map((name, position): [string, string] => [name, `value ${position}`]),
    ]),
  ];
  for (const round of [1, 2]) {
    // oxlint-disable-next-line no-await-in-loop -- the second load finds the tables of the first
    const load = await SampleLoad.begin(bench);
    for (const [index, each] of tables.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- the first name that does not work is the one named
      await load.stage(each, rowsOf(round * 1000 + index));
    }
    // oxlint-disable-next-line no-await-in-loop -- as above
    await load.commit(tables.map((each) => append(each)));
  }
  const stored = await bench.client.describeTables(tableNames, bench.call);
  assert.deepEqual([...stored.keys()].toSorted(), [...tableNames].toSorted());
  for (const [index, each] of tables.entries()) {
    const expected = comparableRows(each, [...rowsOf(1000 + index), ...rowsOf(2000 + index)]);
    // oxlint-disable-next-line no-await-in-loop -- as above
    assert.deepEqual(await bench.read(each), expected, `table ${JSON.stringify(each.name)}`);
  }
}
