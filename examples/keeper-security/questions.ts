import type { Kysely } from 'kysely';
import { activityQuestions } from './activity-questions.ts';
import { accessQuestions } from './access-questions.ts';
import type { Tables } from './tables.ts';

/** A cell of an answer, ready to be shown. */
export type Cell = string | number | boolean | null;

/** A question about an enterprise, and how the loaded tables answer it. */
export interface Question {
  readonly name: string;
  readonly title: string;
  /** Column with the label, and column with the figure, of a chart with a bar for each row. */
  readonly chart?: { readonly label: string; readonly value: string };
  /** @param asOf the day of the question; answers do not depend on the clock */
  readonly ask: (tables: Kysely<Tables>, asOf: Date) => Promise<readonly object[]>;
}

/** Ten questions that come up in every review. */
export const questions: readonly Question[] = [...accessQuestions, ...activityQuestions];

/** The answer with plain cells: exact integers as numbers where they are small, times in UTC. */
export function plainRows(rows: readonly object[]): readonly Readonly<Record<string, Cell>>[] {
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plainCell(value)])));
}

function plainCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  return value instanceof Date ? shownTime(value) : JSON.stringify(value);
}

/** A time as people read it, `2026-10-12 08:15:00Z`; of a day or a week, the date alone. */
function shownTime(time: Date): string {
  const text = time.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : `${text.slice(0, 19).replace('T', ' ')}Z`;
}
