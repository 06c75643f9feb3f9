import { rowGenerator, type GeneratedDocument, type GeneratedRow } from './generated-row.ts';
import { fillGeneratorOptions, type GeneratorOptions } from './generator-options.ts';

/** A row of a table as a destination should hold it: column name → value, without leat's own columns. */
export type ExpectedRow = Readonly<Record<string, unknown>>;

/** What one table of the generator should hold. */
export interface ExpectedTable {
  readonly name: string;
  /** Name of the table it is unnested from, for child tables. */
  readonly parent?: string;
  /** Column whose value no other row of the table has. */
  readonly key: string;
  /** Generates the rows anew with every call. */
  rows(): Iterable<ExpectedRow>;
}

/** Every table that loading a generator source should fill, parents before children. */
export function generatedTables(options: GeneratorOptions): readonly ExpectedTable[] {
  const filled = fillGeneratorOptions(options);
  return filled.resources.flatMap((resource) => {
    const row = rowGenerator(filled, resource);
    const table = (suffix: string, key: string, unnest: Unnest, parent?: string): ExpectedTable => ({
      name: `${resource}${suffix}`,
      key,
      rows: () => rowsOf(row, filled.rows, unnest),
      ...(parent === undefined ? {} : { parent: `${resource}${parent}` }),
    });
    if (filled.shape === 'flat') return [table('', 'id', (document) => [{ ...document }])];
    const tables = [
      table('', 'id', rootOf),
      table('__items', 'id', (document) => ('items' in document ? document.items.map(withoutParts) : []), ''),
      table(
        '__events',
        'id',
        (document) => ('events' in document ? document.events.map((event) => ({ ...event })) : []),
        '',
      ),
      table('__tags', 'value', (document) => ('tags' in document ? document.tags.map((value) => ({ value })) : []), ''),
    ];
    return filled.shape === 'nested' ? tables : [...tables, table('__items__parts', 'id', partsOf, '__items')];
  });
}

type Unnest = (document: GeneratedRow | GeneratedDocument) => readonly ExpectedRow[];

function* rowsOf(
  row: (seq: number) => GeneratedRow | GeneratedDocument,
  count: number,
  unnest: Unnest,
): Generator<ExpectedRow> {
  for (let seq = 0; seq < count; seq += 1) yield* unnest(row(seq));
}

function rootOf(document: GeneratedRow | GeneratedDocument): readonly ExpectedRow[] {
  if (!('customer' in document)) return [{ ...document }];
  const { customer, items: _items, events: _events, tags: _tags, ...scalars } = document;
  const { name, address } = customer;
  return [
    { ...scalars, customer__name: name, customer__address__city: address.city, customer__address__zip: address.zip },
  ];
}

function withoutParts(item: GeneratedDocument['items'][number]): ExpectedRow {
  const { parts: _parts, ...scalars } = item;
  return scalars;
}

function partsOf(document: GeneratedRow | GeneratedDocument): readonly ExpectedRow[] {
  if (!('items' in document)) return [];
  return document.items.flatMap((item) => (item.parts ?? []).map((part) => ({ ...part })));
}
