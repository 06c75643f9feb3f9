import { expect, test } from 'vitest';
import { BROKEN_DESTINATIONS, destinationTests, memory, MemoryStore } from '../src/index.ts';

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
  'forgets-child-tables': ['publishes child tables together with their parent'],
  'trusts-the-manifest': ['counts the rows it loaded instead of trusting the manifest'],
  'truncates-text': ['keeps a text of a million characters'],
  'loses-empty-text': ['keeps nulls and empty texts apart'],
  'rounds-integers': ['keeps integers of 64 bits exact'],
  'cuts-timestamps': ['keeps timestamps to their precision, before 1970 too'],
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
    expect(outcomes.flat()).toEqual(CAUGHT_BY[name]);
  },
);

test('the suite leaves nothing behind in a destination', async () => {
  const store = new MemoryStore();
  const tests = await destinationTests(memory({ store }));
  await Promise.all(tests.map((each) => each.run()));
  expect(tests.length).toBeGreaterThan(50);
  expect(store.datasets.size).toBe(0);
});
