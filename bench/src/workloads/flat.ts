import type { Workload } from '../workload.ts';
import { random } from './random.ts';
import { TextMaker } from './text-maker.ts';

/** A row of the flat workload. */
export interface FlatRow {
  readonly id: number;
  readonly account: number;
  readonly amount: number;
  readonly score: number;
  readonly name: string;
  readonly note: string;
  readonly active: boolean;
  readonly created_at: string;
  /** Digits as text; a decimal in the table. */
  readonly price: string;
  readonly comment: string | null;
}

const PAGE_ROWS = 2000;
const SEED = 20_240_115;

/** Values that many rows share, some with letters outside ASCII. */
const NAMES = [
  'Amélie',
  'Björn',
  'Chidi',
  'Dana',
  'Emre',
  'Fatima',
  'Grace',
  'Hana',
  'Ivo',
  'Jürgen',
  'Kofi',
  'Lena',
  'Mateo',
  'Nadia',
  'Oskar',
  'Priya',
];

/** Wide enough to show the cost of every common type, narrow enough to be what most tables look like. */
export const flat: Workload = {
  name: 'flat',
  description: '10 columns: 2 bigint, 2 double, 2 text, bool, timestamp, decimal, nullable text',
  rows: 1_000_000,
  tables: [
    {
      name: 'events',
      columns: [
        { name: 'id', type: 'bigint' },
        { name: 'account', type: 'bigint' },
        { name: 'amount', type: 'double' },
        { name: 'score', type: 'double' },
        { name: 'name', type: 'text' },
        { name: 'note', type: 'text' },
        { name: 'active', type: 'bool' },
        { name: 'created_at', type: 'timestamp' },
        { name: 'price', type: 'decimal' },
        { name: 'comment', type: 'text' },
      ],
    },
  ],
  hints: { price: { dataType: 'decimal', precision: 18, scale: 4 } },
  pages: (rows) => flatPages(rows),
};

/** The rows in pages, as a service would send them; typed for the floors. */
export function* flatPages(rows: number, seed = SEED): Generator<readonly FlatRow[], void, undefined> {
  const next = random(seed);
  const text = new TextMaker(next);
  for (let start = 0; start < rows; start += PAGE_ROWS) {
    const page: FlatRow[] = [];
    const end = Math.min(rows, start + PAGE_ROWS);
    for (let id = start; id < end; id++) {
      page.push({
        id,
        account: 4_000_000_000_000 + Math.floor(next() * 1_000_000_000),
        amount: Math.floor(next() * 1_000_000) / 100,
        score: next(),
        name: NAMES[id & 15] ?? '',
        note: text.phrase(16, 48),
        active: (id & 3) !== 0,
        created_at: text.timestamp(),
        price: text.decimal(),
        comment: id % 3 === 0 ? null : text.phrase(4, 20),
      });
    }
    yield page;
  }
}
