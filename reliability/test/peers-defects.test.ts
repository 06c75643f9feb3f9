/** What went wrong in other tools, and must not here: one test each. */
import { definePipeline, DestinationError, type Pipeline, type ErrorCode } from '@leat/core';
import duckdb from '@leat/dest-duckdb';
import { accountForGenerated, generatorSource, type GeneratorOptions } from '@leat/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchStatements } from '../src/child/watch-statements.ts';
import { judgeSnapshot } from '../src/oracle/judge-snapshot.ts';
import { selectAll } from '../src/oracle/select-all.ts';
import { peek, takeSnapshot } from '../src/oracle/snapshot.ts';
import { crashCycle } from '../src/parts/crash-cycle.ts';
import { killAfterCommit, killAtPoint, killAtStatement } from '../src/parts/kill.ts';
import { Rehearsal, type Start } from '../src/parts/rehearsal.ts';
import { statementsOf } from '../src/parts/sweep.ts';
import { pipelineAt, placeIn, SMALL_FILES, TemporaryFolder, type Place } from '../src/place.ts';
import { scenarioOf } from '../src/workload/scenario.ts';
import workloadSource, { type WorkloadOptions } from '../src/workload/workload-source.ts';
import { modeNamed, SEED } from './sample.ts';

const SMALL = { documents: 300 };

/** A pipeline in this process whose publishing transaction fails once, before the first statement of a kind. */
function failingOnce(place: Place, workload: WorkloadOptions, pattern: RegExp, code: ErrorCode): Pipeline {
  let failed = false;
  const destination = watchStatements(duckdb({ path: place.database }), {
    before: (sql) => {
      if (failed || !pattern.test(sql)) return;
      failed = true;
      throw new DestinationError('failed on purpose', { code, recoverability: 'transient', remedy: 'Run again.' });
    },
  });
  const { dataset, workDir, pipeline: name } = place;
  return definePipeline({ name, source: workloadSource(workload), destination, dataset, workDir, limits: SMALL_FILES });
}

describe.each(['append', 'merge delete-insert'])('in the mode %s', (name) => {
  let rehearsal: Rehearsal;
  let later: Start;

  beforeAll(async () => {
    rehearsal = await Rehearsal.of(scenarioOf(modeNamed(name), SEED, SMALL));
    [, later] = rehearsal.starts;
  });
  afterAll(() => rehearsal[Symbol.asyncDispose]());

  test('a process that dies between its commit and the mark of it does not load twice (dlt #3023, #2837)', async () => {
    expect(await crashCycle(later, [killAfterCommit()])).toEqual([]);
    expect(await crashCycle(later, [killAtPoint('load.committed')])).toEqual([]);
  });

  test('rows whose state could not be written are not there, and come once with the next run (dlt #4052)', async () => {
    using folder = TemporaryFolder.copyOf(later.folder ?? '');
    const place = placeIn(folder.path);
    const run = failingOnce(place, later.workload, /insert into .*_leat_state/, 'LEAT_TEST_FAULT').run();
    await expect(run).rejects.toMatchObject({ code: 'LEAT_TEST_FAULT' });
    expect(judgeSnapshot(await takeSnapshot(place, later.workload), [later.before])).toEqual([]);
    await pipelineAt(place, workloadSource(later.workload)).run();
    expect(judgeSnapshot(await takeSnapshot(place, later.workload), [later.after])).toEqual([]);
  });

  test('no row is there without a row in the list of loads (dlt #4023)', async () => {
    const number = 1 + (await statementsOf(later)).findIndex((sql) => /insert into .*_leat_loads/.test(sql));
    using folder = TemporaryFolder.copyOf(later.folder ?? '');
    const place = placeIn(folder.path);
    await killAtStatement(number).kill({ place, source: later.workload });
    const seen = await peek(place, later.workload);
    expect(seen.unlisted).toBe(0);
    expect(judgeSnapshot(seen, [later.before])).toEqual([]);
  });

  test('a kill and its resume come to the same end five times in a row (Airbyte: switched off as flaky)', async () => {
    for (let time = 0; time < 5; time += 1) {
      expect(await crashCycle(later, [killAtPoint('load.file-staged:2')])).toEqual([]);
    }
  });
});

test.each([2, 4, 8])('%i pipelines create one new dataset at once (dlt #1711, #3891, #4135)', async (count) => {
  using folder = new TemporaryFolder();
  const options = (index: number): GeneratorOptions => ({
    rows: 500,
    seed: SEED + index,
    resources: [`rows_${index}`],
  });
  const pipelines = Array.from({ length: count }, (_, index) => {
    const { pipeline: name, ...place } = placeIn(folder.path, `pipeline_${index}`);
    // Two that begin in the same microsecond are told so, which another test is about.
    const clock = { now: (): number => Date.now() + index * 60_000 };
    const destination = duckdb({ path: place.database });
    return definePipeline({ ...place, name, source: generatorSource(options(index)), destination, clock });
  });
  const reports = await Promise.all(pipelines.map((pipeline) => pipeline.run()));
  for (const [index, pipeline] of pipelines.entries()) {
    await using dataset = await pipeline.open();
    const receipts = reports[index]?.loads.map(({ receipt }) => receipt) ?? [];
    await accountForGenerated({ options: options(index), rows: (table) => dataset.rows(table), receipts });
  }
});

test('readers see the old table or the new one while it is replaced, never an empty one (dlt: truncate and insert)', async () => {
  using folder = new TemporaryFolder();
  const place = placeIn(folder.path);
  const options = { seed: SEED, write: 'replace' } as const;
  await pipelineAt(place, generatorSource({ ...options, rows: 2000 })).run();
  const pipeline = pipelineAt(place, generatorSource({ ...options, rows: 30_000, revision: 1 }));
  await using dataset = await pipeline.open();
  const seen = new Set<number>();
  const ended = new AbortController();
  const run = pipeline.run().finally(() => ended.abort());
  while (!ended.signal.aborted) {
    for (const { n } of await selectAll<{ n: bigint }>(dataset, 'select count(*) as n from data.rows'))
      seen.add(Number(n));
  }
  await run;
  for (const { n } of await selectAll<{ n: bigint }>(dataset, 'select count(*) as n from data.rows'))
    seen.add(Number(n));
  expect([...seen].toSorted((a, b) => a - b)).toEqual([2000, 30_000]);
});

test('the position of one run is where the next one begins (Singer SDK: its test is commented out)', async () => {
  using folder = new TemporaryFolder();
  const place = placeIn(folder.path);
  const scenario = scenarioOf(modeNamed('append'), SEED, SMALL);
  const rowsOf = async (workload: WorkloadOptions): Promise<number | undefined> =>
    (await pipelineAt(place, workloadSource(workload)).run()).resources[0]?.rows;
  expect(await rowsOf(scenario.first)).toBe(300);
  expect(await rowsOf(scenario.second)).toBe(300);
  expect(await rowsOf(scenario.second)).toBe(0);
  const { state, tables } = await takeSnapshot(place, scenario.second);
  expect(JSON.parse(state ?? '{}')).toMatchObject({ next: 600 });
  expect(tables['rows']).toMatchObject({ rows: 600, keys: 600 });
});

test('a load that runs out of memory while it publishes begins again, wherever its files are by then', async () => {
  await using rehearsal = await Rehearsal.of(scenarioOf(modeNamed('merge upsert'), SEED, SMALL));
  const [, later] = rehearsal.starts;
  using folder = TemporaryFolder.copyOf(later.folder ?? '');
  const place = placeIn(folder.path);
  const pipeline = failingOnce(place, later.workload, /_leat_state/, 'LEAT_DUCKDB_MEMORY');
  expect(await pipeline.run()).toMatchObject({ status: 'done' });
  expect(judgeSnapshot(await takeSnapshot(place, later.workload), [later.after])).toEqual([]);
});
