import { writeFile } from 'node:fs/promises';
import type { Pipeline } from '@leat/core';
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
    // oxlint-disable-next-line no-await-in-loop -- one connection, one question after the other
    const rows = plainRows(await ask(tables, asOf));
    answers.push({ name, title, rows, ...(chart === undefined ? {} : { chart }) });
  }
  return answers;
}

/** Writes the answers to one static page. */
export async function writeReport(pipeline: Pipeline, path: string, asOf: Date): Promise<void> {
  const answers = await answersOf(pipeline, asOf);
  await writeFile(path, htmlReport(`Keeper security review, ${asOf.toISOString().slice(0, 10)}`, answers));
}
