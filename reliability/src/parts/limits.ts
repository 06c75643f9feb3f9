import { fileURLToPath } from 'node:url';
import type { PipelineLimits } from '@leat/core';
import type { Usage } from '../child/run-empty.ts';
import { answerOf, startNode, startRun } from '../child/start-run.ts';
import type { WorkloadAnswer, WorkloadRun } from '../child/workload-run.ts';
import { selectAll } from '../oracle/select-all.ts';
import { pipelineAt, placeIn, TemporaryFolder, type Place } from '../place.ts';
import { caseResult, type Problem } from '../results/case-result.ts';
import { scenarioOf } from '../workload/scenario.ts';
import { specialResource } from '../workload/special-source.ts';
import type { PartContext } from './part-context.ts';

const MEBIBYTE = 1024 * 1024;

/** Sizes to reach, and what they may cost. */
export interface Limits {
  readonly columns: number;
  readonly textBytes: number;
  readonly jobFiles: number;
  readonly jobFilesSeconds: number;
  readonly rows: number;
  readonly rss: number;
  readonly emptyRuns: number;
  readonly emptySeconds: number;
}

/** The limits that are promised. */
export const FULL_LIMITS: Limits = {
  columns: 10_000,
  textBytes: 200_000_000,
  jobFiles: 1000,
  jobFilesSeconds: 15,
  rows: 1_000_000,
  rss: 300 * MEBIBYTE,
  emptyRuns: 10_000,
  emptySeconds: 0.3,
};

/** Reaches the limits one by one, each in a process of its own. */
export async function limits({ seed, modes, report }: PartContext, bounds: Limits = FULL_LIMITS): Promise<void> {
  const { columns, textBytes } = bounds;
  const wide = await tryRun({ source: { special: 'wide', size: columns } }, async (place) =>
    check(
      place,
      `select count(*) as n from duckdb_columns() where table_name = 'rows' and column_name not like '\\_leat%' escape '\\'`,
      columns,
    ),
  );
  report(caseResult('limits', `${columns} columns`, 'measured', wide.problems, wide.measured));
  const long = await tryRun({ source: { special: 'long-text', size: textBytes } }, async (place) =>
    check(place, 'select sum(length(body)) as n from rows', textBytes + 'before'.length + 'after'.length),
  );
  report(caseResult('limits', `a text of ${textBytes} bytes`, 'measured', long.problems, long.measured));
  await jobFiles(seed, bounds, report);
  for (const mode of modes) await manyRows(mode, seed, bounds, report);
  await emptyRuns(seed, bounds, report);
}

/** As many job files as a package may well have, one per page. */
async function jobFiles(
  seed: number,
  { jobFiles: files, jobFilesSeconds }: Limits,
  report: PartContext['report'],
): Promise<void> {
  const source = { write: 'append', shape: 'flat', seed, from: 0, to: files * 50, revision: 0, pageSize: 50 } as const;
  const { problems, measured, answer } = await tryRun({ source, limits: { maxJobFileBytes: 1, inferenceRows: 1 } });
  const written = answer?.loads[0]?.receipt.files.length ?? 0;
  if (written < files) problems.push({ outcome: 'lost', detail: `${written} files instead of ${files}` });
  if (answer !== undefined && answer.seconds > jobFilesSeconds) {
    problems.push({ outcome: 'over-limit', detail: `${answer.seconds.toFixed(1)} s, limit ${jobFilesSeconds} s` });
  }
  report(caseResult('limits', `${files} job files in a package`, 'measured', problems, measured));
}

/** Two loads of many rows in one write mode: the second one meets the rows of the first. */
async function manyRows(
  mode: PartContext['modes'][number],
  seed: number,
  { rows, rss }: Limits,
  report: PartContext['report'],
): Promise<void> {
  using folder = new TemporaryFolder();
  const place = placeIn(folder.path);
  const { first, second } = scenarioOf(mode, seed, { documents: rows, shape: 'flat' });
  for (const [name, workload] of [
    ['first', first],
    ['second', second],
  ] as const) {
    const run: WorkloadRun = { place, source: { ...workload, pageSize: 1000 }, limits: {} };
    const { problems, measured, answer } = await outcomeOf(run);
    if (answer !== undefined && answer.peakRss > rss)
      problems.push({ outcome: 'over-limit', detail: `${measured}, limit ${megabytes(rss)}` });
    report(caseResult('limits', `${rows} rows, ${name} load: ${mode.name}`, 'measured', problems, measured));
  }
}

/** Runs that find nothing new, one after the other in one process. */
async function emptyRuns(
  seed: number,
  { emptyRuns: times, emptySeconds }: Limits,
  report: PartContext['report'],
): Promise<void> {
  using folder = new TemporaryFolder();
  const place = placeIn(folder.path);
  await startRun({ place, source: scenarioOf({ name: 'append', write: 'append' }, seed).first }).ended;
  const script = fileURLToPath(new URL('../child/run-empty.ts', import.meta.url));
  const { stdout, stderr, code } = await startNode(['--expose-gc', script, JSON.stringify(place), String(times)], {
    timeout: 3_600_000,
  }).ended;
  if (code !== 0) {
    report(caseResult('limits', `${times} empty runs`, 'measured', [{ outcome: 'stuck', detail: stderr }]));
    return;
  }
  // Printed by `run-empty.ts`.
  const { samples, secondsPerRun } = JSON.parse(stdout) as { samples: readonly Usage[]; secondsPerRun: number };
  const problems: Problem[] = growthOf(samples);
  if (secondsPerRun > emptySeconds)
    problems.push({ outcome: 'over-limit', detail: `${secondsPerRun.toFixed(3)} s per empty run` });
  const last = samples.at(-1);
  const measured = `${(secondsPerRun * 1000).toFixed(1)} ms each, heap ${megabytes(last?.heap ?? 0)}, rss ${megabytes(last?.rss ?? 0)}, ${last?.descriptors ?? 0} descriptors, ${last?.files ?? 0} files`;
  report(caseResult('limits', `${times} empty runs`, 'measured', problems, measured));
}

/** Bytes by which heap and process may differ between two samples without anything leaking. */
const NOISE = { heap: 2 * MEBIBYTE, rss: 32 * MEBIBYTE };

/** What grew between the first and the last sample. */
export function growthOf(samples: readonly Usage[]): Problem[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return [];
  const runs = last.runs - first.runs;
  const problems: Problem[] = [];
  for (const what of ['files', 'descriptors'] as const) {
    if (last[what] > first[what])
      problems.push({ outcome: 'left-over', detail: `${last[what] - first[what]} more ${what} after ${runs} runs` });
  }
  for (const what of ['heap', 'rss'] as const) {
    const grown = last[what] - first[what];
    if (grown > NOISE[what])
      problems.push({ outcome: 'over-limit', detail: `${what} grew by ${megabytes(grown)} in ${runs} runs` });
  }
  return problems;
}

interface Tried {
  readonly problems: Problem[];
  readonly measured: string;
  readonly answer: Extract<WorkloadAnswer, { ok: true }> | undefined;
}

/** One run in a folder of its own, and a look at what it brought. */
async function tryRun(
  run: { readonly source: WorkloadRun['source']; readonly limits?: PipelineLimits },
  look: (place: Place) => Promise<readonly Problem[]> = async () => [],
): Promise<Tried> {
  using folder = new TemporaryFolder();
  const place = placeIn(folder.path);
  const tried = await outcomeOf({ place, limits: {}, ...run });
  return { ...tried, problems: [...tried.problems, ...(tried.answer === undefined ? [] : await look(place))] };
}

async function outcomeOf(run: WorkloadRun): Promise<Tried> {
  const answer = answerOf(await startRun(run).ended);
  if (!answer.ok)
    return {
      problems: [{ outcome: 'stuck', detail: `${answer.code} ${answer.message}` }],
      measured: answer.code,
      answer: undefined,
    };
  return { problems: [], measured: `${answer.seconds.toFixed(2)} s, ${megabytes(answer.peakRss)}`, answer };
}

async function check(place: Place, query: string, expected: number): Promise<readonly Problem[]> {
  using scratch = new TemporaryFolder();
  await using dataset = await pipelineAt(
    { ...place, workDir: scratch.path },
    specialResource({ special: 'nothing', size: 0 }),
  ).open();
  const [row] = await selectAll<{ readonly n: bigint }>(dataset, query);
  if (row === undefined) return [{ outcome: 'lost', detail: 'no answer' }];
  return Number(row.n) === expected ? [] : [{ outcome: 'altered', detail: `${expected} expected, ${row.n} found` }];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEBIBYTE)} MiB`;
}
