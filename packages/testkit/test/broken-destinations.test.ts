import { expect, test } from 'vitest';
import { BROKEN_DESTINATIONS, destinationTests, memory, MemoryStore } from '../src/index.ts';

const KEYED = ['delete-insert', 'upsert', 'insert-only'];
const FLAGGED = 'a flagged row deletes the row with its key and what was unnested from it, and is not inserted';
const LISTS = [
  'names of keys are names, whatever else they could mean',
  'rows with a key of the load are replaced with their lists, the others stay',
  'lists that became empty lose their rows, also where the load has no list at all',
  'rows of earlier appends are replaced with their lists, which know no root',
  'the same rows again leave the same rows',
  'goes on after a replace, which goes on after a merge',
];

function merging(strategies: readonly string[], ...sentences: readonly string[]): readonly string[] {
  return strategies.flatMap((strategy) => sentences.map((sentence) => `merge by ${strategy}: ${sentence}`));
}

/** Name of a broken destination → the tests that must find it out, and no others. */
const CAUGHT_BY: Readonly<Record<string, readonly string[]>> = {
  'loses-last-file': [
    'loads 50 files of one table, as many at once as it says it can',
    'takes files of one load that have different columns',
  ],
  'doubles-jobs': ['loads the same job twice without doubling its rows'],
  'doubles-loads': [
    'knows a load that was committed: committing it again has no effect and gives the same receipt',
    'commits once when the commit is sent twice, as after a lost answer',
  ],
  'commits-state-first': [
    'a receipt that does not balance: state stays as it was',
    'refuses the commit of a load that a later load of its pipeline has overtaken',
  ],
  'doubles-state': ['replaces state per resource, and touches no state a load does not bring'],
  'replaces-in-two-steps': ['replace by swap: readers never see an empty or half-replaced table during the commit'],
  'ignores-fence': [
    'refuses the commit of a load that a later load of its pipeline has overtaken',
    'refuses the commit of an overtaken load also while the later one is still under way',
  ],
  'forgets-child-tables': [
    'publishes child tables together with their parent',
    ...merging(['delete-insert', 'upsert'], 'goes on after a replace, which goes on after a merge'),
    ...merging(['upsert'], 'a key that appends left several times is there once afterwards'),
    ...merging(['scd2'], 'rows from before have no beginning, and end with the first load'),
  ],
  'trusts-the-manifest': ['counts the rows it loaded instead of trusting the manifest'],
  'truncates-text': ['keeps a text of a million characters'],
  'loses-empty-text': ['keeps nulls and empty texts apart'],
  'rounds-integers': ['keeps integers of 64 bits exact'],
  'cuts-timestamps': ['keeps timestamps to their precision, before 1970 too'],
  'leaves-orphans': merging(
    ['upsert'],
    FLAGGED,
    ...LISTS,
    'a key that appends left several times is there once afterwards',
  ),
  'deletes-roots-only': [
    ...merging(['delete-insert', 'insert-only'], FLAGGED),
    ...merging(
      ['delete-insert'],
      ...LISTS,
      'a merge key replaces groups as a whole, and leaves duplicates in them',
      'with a primary and a merge key, a row goes if it has either',
    ),
  ],
  'finds-lists-by-root': [
    ...merging(
      ['delete-insert', 'upsert'],
      'rows of earlier appends are replaced with their lists, which know no root',
      'goes on after a replace, which goes on after a merge',
    ),
    ...merging(['upsert'], 'a key that appends left several times is there once afterwards'),
  ],
  'keeps-first-duplicate': [
    ...merging(
      KEYED,
      'of several rows with one key in a load, the one read last stays, with its lists',
      'duplicates are resolved before rows delete',
    ),
    ...merging(['scd2'], 'equal rows of one load are one version, and of one natural key the row read last is'),
  ],
  'ignores-order-of-duplicates': merging(
    KEYED,
    'of several rows with one key, the first by a column asc stays, nulls and ties last',
    'of several rows with one key, the first by a column desc stays, nulls and ties last',
  ),
  'ignores-hard-deletes': [
    ...merging(KEYED, FLAGGED, 'duplicates are resolved before rows delete'),
    ...merging(['scd2'], 'a flagged row ends the version of its key, and begins none'),
  ],
  'looks-at-first-key-column': [
    ...merging(KEYED, 'keys of two columns are compared column by column'),
    ...merging(['scd2'], 'natural keys of two columns are compared column by column'),
  ],
  'ignores-natural-key': merging(
    ['scd2'],
    'with a natural key only versions of rows that came end',
    'natural keys of two columns are compared column by column',
    'equal rows of one load are one version, and of one natural key the row read last is',
    'a flagged row ends the version of its key, and begins none',
  ),
  'forgets-to-end-versions': [
    ...merging(
      ['scd2'],
      'a changed row ends when the load that changed it began, an unchanged one goes on, a missing one ends',
      'a load without rows ends every version',
      'with a natural key only versions of rows that came end',
      'natural keys of two columns are compared column by column',
      'a version that comes back begins again, and its lists are there once',
      'equal rows of one load are one version, and of one natural key the row read last is',
      'a flagged row ends the version of its key, and begins none',
      'rows from before have no beginning, and end with the first load',
      'a clock that went back lets no version end before it began',
      'a column that is new is null in older versions',
    ),
    ...KEYED.map((strategy) => `merge by ${strategy} after scd2: versions that ended stay, with the lists they share`),
  ],
  'updates-some-columns': merging(
    ['delete-insert', 'upsert'],
    'a row is replaced as a whole, also in columns that no row of the load has',
  ),
};

test('every broken destination is listed here', () => {
  expect(BROKEN_DESTINATIONS.map(({ name }) => name).toSorted()).toEqual(Object.keys(CAUGHT_BY).toSorted());
});

test.each(BROKEN_DESTINATIONS)(
  'a destination that $description is found out by exactly the tests about it',
  async ({ name, plugin }) => {
    const tests = await destinationTests(plugin({ store: new MemoryStore() }));
    const outcomes = await Promise.all(
      tests.map((each) =>
        each.run().then(
          () => [],
          () => [each.name],
        ),
      ),
    );
    expect(outcomes.flat().toSorted()).toEqual(CAUGHT_BY[name]?.toSorted());
  },
);

test('the suite leaves nothing behind in a destination', async () => {
  const store = new MemoryStore();
  const tests = await destinationTests(memory({ store }));
  await Promise.all(tests.map((each) => each.run()));
  expect(tests.length).toBeGreaterThan(110);
  expect(store.datasets.size).toBe(0);
});
