import { writeFile } from 'node:fs/promises';
import { isLeatError, type Pipeline, type RunReport } from '@leat/core';
import { kyselyOf } from '@leat/sql';
import { type Answer, htmlReport } from './html-report.ts';
import { plainRows, questions } from './questions.ts';
import type { Tables } from './tables.ts';

/** Asks all questions of what was loaded. */
export async function answersOf(
  pipeline: Pipeline,
  asOf: Date,
): Promise<readonly (Answer & { readonly name: string })[]> {
  await using dataset = await pipeline.open();
  const tables = kyselyOf<Tables>(dataset);
  const answers: (Answer & { readonly name: string })[] = [];
  for (const { name, title, chart, ask } of questions) {
    const drawn = chart === undefined ? {} : { chart };
    try {
      // oxlint-disable-next-line no-await-in-loop -- one connection, one question after the other
      answers.push({ name, title, rows: plainRows(await ask(tables, asOf)), ...drawn });
    } catch (error) {
      if (!isLeatError(error) || error.code !== 'LEAT_SQL_UNDEFINED') throw error;
      answers.push({ name, title, rows: [], missing: 'a table that it needs was never loaded; the notes say why.' });
    }
  }
  return answers;
}

/** What the reader of a report must know about the load: what is missing or old, and what was doubted. */
export function notesOf({ resources, warnings }: RunReport): readonly string[] {
  const reasons = resources.flatMap(({ name, status, reason, error }) =>
    status === 'skipped' || status === 'failed' ? [{ name, why: reason ?? error?.message ?? status }] : [],
  );
  const grouped = Map.groupBy(reasons, ({ why }) => why);
  return [
    ...[...grouped].map(
      ([why, group]) =>
        `Not loaded, so missing or as old as an earlier load: ${group.map(({ name }) => name).join(', ')}. ${why}`,
    ),
    ...warnings.map(({ table, message, count }) => `${table}: ${message} (${count})`),
  ];
}

/** Writes the answers to one static page. */
export async function writeReport(
  pipeline: Pipeline,
  path: string,
  asOf: Date,
  notes: readonly string[] = [],
): Promise<void> {
  const answers = await answersOf(pipeline, asOf);
  await writeFile(path, htmlReport(`Keeper security review, ${asOf.toISOString().slice(0, 10)}`, answers, notes));
}
