import type { Workload } from '../workload.ts';
import { random, type Random } from './random.ts';
import { TextMaker } from './text-maker.ts';

/** A document of the nested workload: objects that become columns, lists that become tables. */
export interface Order {
  readonly number: number;
  readonly placed_at: string;
  readonly note: string | null;
  readonly customer: {
    readonly id: number;
    readonly name: string;
    readonly address: { readonly city: string; readonly zip: string };
  };
  readonly lines: readonly OrderLine[];
  readonly tags: readonly string[];
}

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  readonly price: number;
  readonly description: string;
  readonly taxes: readonly Tax[];
}

export interface Tax {
  readonly code: string;
  readonly rate: number;
}

const PAGE_DOCUMENTS = 500;

/** Rows of all tables that one document becomes, on average: itself, three lines, two taxes, two tags. */
const ROWS_PER_DOCUMENT = 8;

/** Lengths of the lists of five documents in a row: their sums make the average above exact. */
const LINES = [3, 1, 5, 2, 4];
const TAXES = [2, 0, 4, 1, 3];
const TAGS = [1, 4, 2, 3, 0];

const CITIES = ['Aarhus', 'Bilbao', 'Kraków', 'Durban', 'Essen', 'Funchal', 'Graz', 'Hanoi'];
const TAG_NAMES = ['gift', 'express', 'fragile', 'repeat', 'wholesale', 'outlet', 'export'];
const TAX_CODES = ['VAT', 'CITY', 'ECO'];

/** Documents with flattened objects, two lists, and a list inside a list. */
export const nested: Workload = {
  name: 'nested',
  description: 'documents with two objects, two lists and a list in a list: four tables',
  rows: 400_000,
  tables: [
    {
      name: 'orders',
      columns: [
        { name: 'number', type: 'bigint' },
        { name: 'placed_at', type: 'timestamp' },
        { name: 'note', type: 'text' },
        { name: 'customer__id', type: 'bigint' },
        { name: 'customer__name', type: 'text' },
        { name: 'customer__address__city', type: 'text' },
        { name: 'customer__address__zip', type: 'text' },
      ],
    },
    {
      name: 'orders__lines',
      parent: 'orders',
      columns: [
        { name: 'sku', type: 'text' },
        { name: 'quantity', type: 'bigint' },
        { name: 'price', type: 'double' },
        { name: 'description', type: 'text' },
      ],
    },
    {
      name: 'orders__lines__taxes',
      parent: 'orders__lines',
      columns: [
        { name: 'code', type: 'text' },
        { name: 'rate', type: 'double' },
      ],
    },
    { name: 'orders__tags', parent: 'orders', columns: [{ name: 'value', type: 'text' }] },
  ],
  hints: {},
  pages: (rows) => nestedPages(rows),
};

/** The documents of about `rows` rows, in pages; typed for the floors. */
export function* nestedPages(rows: number): Generator<readonly Order[], void, undefined> {
  const next = random(50_400);
  const text = new TextMaker(next);
  const documents = Math.max(1, Math.round(rows / ROWS_PER_DOCUMENT));
  for (let start = 0; start < documents; start += PAGE_DOCUMENTS) {
    const page: Order[] = [];
    const end = Math.min(documents, start + PAGE_DOCUMENTS);
    for (let number = start; number < end; number++) page.push(order(number, next, text));
    yield page;
  }
}

function order(number: number, next: Random, text: TextMaker): Order {
  return {
    number,
    placed_at: text.timestamp(),
    note: number % 4 === 0 ? null : text.phrase(10, 60),
    customer: {
      id: Math.floor(next() * 100_000),
      name: text.phrase(8, 24),
      address: { city: CITIES[number & 7] ?? '', zip: text.phrase(5, 5) },
    },
    lines: lines(number, next, text),
    tags: Array.from({ length: TAGS[number % 5] ?? 0 }, (_, index) => TAG_NAMES[(number + index) % 7] ?? ''),
  };
}

function lines(number: number, next: Random, text: TextMaker): OrderLine[] {
  const length = LINES[number % 5] ?? 0;
  const taxes = TAXES[number % 5] ?? 0;
  return Array.from({ length }, (_, index) => ({
    sku: text.phrase(10, 10),
    quantity: 1 + Math.floor(next() * 20),
    price: Math.floor(next() * 100_000) / 100,
    description: text.phrase(12, 40),
    // Tax number n of the document belongs to line n, counted round.
    taxes: Array.from({ length: Math.floor((taxes + length - 1 - index) / length) }, (_tax, place) => ({
      code: TAX_CODES[place % 3] ?? '',
      rate: Math.floor(next() * 2500) / 100,
    })),
  }));
}
