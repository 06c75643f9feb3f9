import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeId } from '../../src/normalize/row-ids.ts';
import { CONFLICT, joinEvidence, type Evidence } from '../../src/schema/lattice.ts';
import { defineResource, type Schema } from '../../src/index.ts';
import { bench, loadPages, withoutSystemColumns, type Bench } from '../support/run.ts';

const EVIDENCE: readonly (Evidence | typeof CONFLICT)[] = [
  'text',
  'bigint',
  'wide-bigint',
  'double',
  'decimal',
  'bool',
  'timestamp',
  'date',
  'time',
  'json',
  'binary',
  'guessed-timestamp',
  'guessed-date',
  CONFLICT,
];

describe('the lattice of types', () => {
  const pairs = EVIDENCE.flatMap((a) => EVIDENCE.map((b) => [a, b] as const));

  test('joining is idempotent', () => {
    for (const a of EVIDENCE) expect(joinEvidence(a, a)).toBe(a);
  });

  test('joining is commutative', () => {
    for (const [a, b] of pairs) expect(joinEvidence(a, b), `${a} ${b}`).toBe(joinEvidence(b, a));
  });

  test('joining is associative', () => {
    for (const [a, b] of pairs) {
      for (const c of EVIDENCE)
        expect(joinEvidence(joinEvidence(a, b), c), `${a} ${b} ${c}`).toBe(joinEvidence(a, joinEvidence(b, c)));
    }
  });

  test('a conflict stays one', () => {
    for (const a of EVIDENCE) expect(joinEvidence(a, CONFLICT)).toBe(CONFLICT);
  });
});

describe('inference', () => {
  const joinable = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt({ min: 0n, max: 2n ** 70n }),
    fc.constant(null),
  );
  const typeOf = async (values: readonly unknown[]): Promise<string | undefined> => {
    const { store } = await loadPages([values.map((v) => ({ v }))]);
    return store.datasets
      .get('test')
      ?.snapshot.tables.get('items')
      ?.columns.find(({ name }) => name === 'v')?.dataType;
  };

  test('does not depend on the order of rows inside the window', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(joinable, { minLength: 1, maxLength: 12 })
          .chain((values) => fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length }))),
        async ([values, shuffled]) => {
          expect(await typeOf(shuffled)).toBe(await typeOf(values));
        },
      ),
      { numRuns: 100 },
    );
  });

  test('loses no value, whatever the mixture: each is in its column or in a variant', async () => {
    const anything = fc.oneof(
      joinable,
      fc.string(),
      fc.boolean(),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      fc.uint8Array({ maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 12 }), async (values) => {
        const { rows, report } = await loadPages([values.map((v) => ({ v }))]);
        const loaded = await rows('items');
        expect(report.loads[0]?.receipt.tables['items']).toMatchObject({ loaded: values.length, quarantined: 0 });
        expect(loaded.map((row) => Object.keys(row).length)).toEqual(values.map((value) => (value === null ? 0 : 1)));
      }),
      { numRuns: 100 },
    );
  });
});

describe('row ids', () => {
  test('300,000 consecutive rows have different ids in which every bit is used evenly', () => {
    const count = 300_000;
    const words = new Uint32Array(3);
    const seen = new Set<string>();
    const ones = new Uint32Array(96);
    for (let index = 0; index < count; index++) {
      writeId(words, 0, 1, 2, 3, 4, index);
      seen.add(`${words[0]},${words[1]},${words[2]}`);
      if (index < 100_000)
        for (let bit = 0; bit < 96; bit++) ones[bit] = (ones[bit] ?? 0) + (((words[bit >> 5] ?? 0) >>> (bit & 31)) & 1);
    }
    expect(seen.size).toBe(count);
    // Six standard deviations of a fair coin thrown 100,000 times.
    for (const [bit, sum] of ones.entries()) expect(Math.abs(sum - 50_000), `bit ${bit}`).toBeLessThan(950);
  });
});

/** Values whose type does not depend on their neighbours, so that no variant columns arise. */
const scalar = fc.oneof(fc.string(), fc.constant(null));
const { document } = fc.letrec<{ document: object; value: unknown }>((tie) => ({
  document: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    tie('document'),
    fc.array(fc.oneof({ maxDepth: 2 }, scalar, tie('document'), fc.array(scalar, { maxLength: 3 })), { maxLength: 4 }),
  ),
}));

type Row = Record<string, unknown>;

/** Puts documents together again from the tables they were unnested into. */
async function reassemble(desk: Bench): Promise<readonly unknown[]> {
  const stored = desk.store.datasets.get('test')?.snapshot.schemas[0]?.json ?? '{"tables":[]}';
  const { tables } = JSON.parse(stored) as Pick<Schema, 'tables'>;
  const loaded: LoadedTable[] = [];
  for (const { name, parent, path } of tables) {
    const depth = tables.find((table) => table.name === parent)?.path.length ?? 0;
    loaded.push({
      name,
      parent,
      path: path.slice(depth).filter((part) => part !== '[]'),
      rows: await desk.rawRows(name),
    });
  }
  return (loaded.find(({ name }) => name === 'items')?.rows ?? []).map((row) => objectOf(row, 'items', loaded));
}

/** A table with its rows, and its path below its parent. */
interface LoadedTable {
  readonly name: string;
  readonly parent: string | undefined;
  readonly path: readonly string[];
  readonly rows: readonly Row[];
}

function objectOf(row: Row, table: string, tables: readonly LoadedTable[]): unknown {
  const object: Row = {};
  for (const [name, value] of Object.entries(withoutSystemColumns(row))) put(object, name.split('__'), value);
  for (const { name, parent, path, rows } of tables) {
    const elements = parent === table ? rows.filter((element) => element['_leat_parent_id'] === row['_leat_id']) : [];
    if (elements.length === 0) continue;
    elements.sort((a, b) => Number(a['_leat_list_idx']) - Number(b['_leat_list_idx']));
    put(
      object,
      path,
      elements.map((element) => objectOf(element, name, tables)),
    );
  }
  return object;
}

function put(object: Row, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) object[key] = value;
  else put((object[key] ??= {}) as Row, rest, value);
}

/** What unnesting is allowed to forget: nulls, empty objects and empty lists; an element that is no object stands in `value`, a list in `list`. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => {
      if (Array.isArray(item)) return item.length === 0 ? {} : { list: normal(item) };
      if (item === null) return {};
      return typeof item === 'object' ? (normal(item) ?? {}) : { value: item };
    });
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, Array.isArray(item) && item.length === 0 ? undefined : normal(item)] as const)
    .filter(([, item]) => item !== undefined && item !== null);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

describe('unnesting', () => {
  test('documents can be put together again from their tables', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(document, { maxLength: 6 }), async (documents) => {
        const desk = await loadPages([documents]);
        expect(await reassemble(desk)).toEqual(documents.map((item) => normal(item) ?? {}));
      }),
      { numRuns: 150 },
    );
  });

  test('the tables do not depend on how rows are split into loads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        async (documents, size) => {
          const desk = bench();
          for (let start = 0; start < documents.length; start += size) {
            await desk.pipeline([defineResource({ name: 'items', rows: documents.slice(start, start + size) })]).run();
          }
          expect(await reassemble(desk)).toEqual(documents.map((item) => normal(item) ?? {}));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('the tables do not depend on how rows are split into pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (documents, size) => {
          const pages = Array.from({ length: Math.ceil(documents.length / size) }, (_, page) =>
            documents.slice(page * size, (page + 1) * size),
          );
          expect(await reassemble(await loadPages(pages))).toEqual(await reassemble(await loadPages([documents])));
        },
      ),
      { numRuns: 60 },
    );
  });
});
