import { isJsonArray } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** Prints rows as Commander prints a table without `--format`: a row number, titled columns, a rule of dashes. */
export function printTable(list: readonly JsonObject[]): string {
  const keys = [...new Set(list.flatMap((row) => Object.keys(row)))];
  const table = [
    ['#', ...keys.map((key) => titleOf(key))],
    ...list.map((row, index) => [String(index + 1), ...keys.map((key) => cellText(row[key]))]),
  ];
  const widths = ['#', ...keys].map((_, column) => Math.max(3, ...table.map((row) => row[column]?.length ?? 0)));
  const [head = [], ...body] = table;
  const print = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padStart(3) : cell.padEnd(widths[column] ?? 0))).join('  ');
  return [print(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map((row) => print(row))].join(
    '\n',
  );
}

function titleOf(key: string): string {
  const words = key.split('_').map((word) => (/^(uid|id|url|ip)$/.test(word) ? word.toUpperCase() : capital(word)));
  return words.join(' ');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A cell as a table shows it. */
export function cellText(cell: JsonValue | undefined): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  return isJsonArray(cell) ? cell.map((item) => cellText(item)).join(', ') : JSON.stringify(Object.keys(cell));
}
