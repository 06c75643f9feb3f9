import { createReadStream } from 'node:fs';
import { readJsonRows } from '@leat/core';
import { CsvFile } from '../floors/csv-file.ts';
import type { Workload } from '../workload.ts';
import { flat, flatPages, type FlatRow } from './flat.ts';
import { random, type Random } from './random.ts';

/** How rows stand in a text. */
type Layout = 'ndjson' | 'json';

/** Rows that take 100 MB of text. */
const ROWS = 400_000;

/** A row per line. */
export const ndjson: Workload = reading('ndjson', 'a row per line');

/** One list, as services answer. */
export const json: Workload = reading('json', 'one list');

/**
 * Rows of `flat` read out of text, with what a double cannot hold: every row has a number of 19 digits, as message queues and
 * social networks number things, and a double with all its digits.
 */
function reading(layout: Layout, description: string): Workload {
  const [table] = flat.tables;
  return {
    name: layout,
    description: `text of 250 bytes a row, numbers of 19 digits in it: ${description}`,
    rows: ROWS,
    tables: [{ ...table, columns: table.columns.map((column) => ({ ...column })) }],
    hints: flat.hints,
    writeInput: (rows, path) => writeText(layout, rows, path),
    pages: (_rows, input) => readJsonRows(createReadStream(input)),
  };
}

function writeText(layout: Layout, rows: number, path: string): Promise<void> {
  const file = new CsvFile(path);
  const next = random(19);
  let separator = layout === 'json' ? '[' : '';
  for (const page of flatPages(rows)) {
    for (const row of page) {
      file.add(separator + spell(row, next));
      separator = layout === 'json' ? ',\n' : '\n';
    }
  }
  file.add(layout === 'json' ? ']\n' : '\n');
  file.close();
  return Promise.resolve();
}

/** `account` gets the nineteen digits; no number of JavaScript could. */
function spell({ id, ...row }: FlatRow, next: Random): string {
  const account = `1${nineDigits(next)}${nineDigits(next)}`;
  return `{"id":${id},${JSON.stringify(row)
    .slice(1)
    .replace(/"account":\d+/, `"account":${account}`)}`;
}

function nineDigits(next: Random): string {
  return String(Math.floor(next() * 1_000_000_000)).padStart(9, '0');
}
