import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountForPlace } from '../src/oracle/account-for-place.ts';
import { judgeSnapshot } from '../src/oracle/judge-snapshot.ts';
import { leftOvers } from '../src/oracle/left-overs.ts';
import { selectAll } from '../src/oracle/select-all.ts';
import { emptySnapshot, takeSnapshot, type Snapshot } from '../src/oracle/snapshot.ts';
import { pipelineAt, placeIn, TemporaryFolder } from '../src/place.ts';
import { scenarioOf } from '../src/workload/scenario.ts';
import workloadSource from '../src/workload/workload-source.ts';
import { modeNamed, SEED } from './sample.ts';

const scenario = scenarioOf(modeNamed('append'), SEED, { documents: 100 });
const whole = { ...scenario, second: scenario.first };

describe('the oracle', () => {
  let loaded: TemporaryFolder;
  let before: Snapshot;
  let after: Snapshot;

  beforeAll(async () => {
    loaded = new TemporaryFolder();
    const place = placeIn(loaded.path);
    await pipelineAt(place, workloadSource(scenario.first)).run();
    before = emptySnapshot(scenario.first);
    after = await takeSnapshot(place, scenario.first);
  });
  afterAll(() => loaded[Symbol.dispose]());

  test.each([
    ['rows that are gone', 'delete from rows where seq = 3', 'lost'],
    ['rows of a child table that are gone', 'delete from rows__items where seq = 0', 'lost'],
    ['rows that are there twice', 'insert into rows select * from rows where seq < 5', 'doubled'],
    ['a value that is another one', "update rows set payload = 'x' where seq = 7", 'altered'],
    ['a position behind rows that are not there', 'update _leat_state set state = \'{"next":500}\'', 'altered'],
    ['rows of a load that is not listed', 'delete from _leat_loads', 'unbalanced'],
    ['child rows without their parent', "update rows__tags set _leat_parent_id = 'nobody'", 'half-published'],
    ['a table of staging', 'create table _leat_staging_x (id bigint)', 'left-over'],
  ] as const)('finds %s', async (_what, statement, outcome) => {
    using folder = TemporaryFolder.copyOf(loaded.path);
    const place = placeIn(folder.path);
    {
      await using dataset = await pipelineAt(place, workloadSource(scenario.first)).open();
      await selectAll(dataset, statement);
    }
    const seen = await takeSnapshot(place, scenario.first);
    expect(judgeSnapshot(seen, [after]).map((problem) => problem.outcome)).toContain(outcome);
  });

  test('finds nothing where nothing was touched, and tells before, after and neither apart', () => {
    expect(judgeSnapshot(after, [after])).toEqual([]);
    expect(judgeSnapshot(before, [before, after])).toEqual([]);
    const half = { ...after, tables: { ...after.tables, rows__tags: { rows: 1, keys: 1, print: '1', orphans: 0 } } };
    expect(judgeSnapshot(half, [before, after])).toMatchObject([{ outcome: 'half-published' }]);
    expect(judgeSnapshot({ ...before, state: after.state }, [before, after])).toMatchObject([
      { outcome: 'state-ahead' },
    ]);
    expect(judgeSnapshot({ ...after, state: before.state }, [before, after])).toMatchObject([
      { outcome: 'state-behind' },
    ]);
  });

  test('accounts for every row', async () => {
    using folder = TemporaryFolder.copyOf(loaded.path);
    const place = placeIn(folder.path);
    expect(await accountForPlace(place, whole)).toEqual([]);
    {
      await using dataset = await pipelineAt(place, workloadSource(scenario.first)).open();
      await selectAll(dataset, 'delete from rows where seq = 3');
      await selectAll(dataset, 'insert into rows__items select * from rows__items where seq = 0');
    }
    const outcomes = (await accountForPlace(place, whole)).map(({ outcome }) => outcome);
    expect(outcomes).toContain('lost');
    expect(outcomes).toContain('doubled');
  });

  test.each([
    ['a lock', 'work/crash/duckdb.data/lock.1'],
    ['scratch files', 'work/crash/duckdb.data/scratch/x'],
    ['a package that was never finished', 'work/crash/duckdb.data/packages/1.1.loading/manifest.json'],
    ['rows of a loaded package', 'work/crash/duckdb.data/packages/1.1.loaded/jobs/rows.1.parquet'],
    ['a database under another name', '.w.duckdb.x'],
  ])('finds %s', (_what, path) => {
    using folder = TemporaryFolder.copyOf(loaded.path);
    const place = placeIn(folder.path);
    expect(leftOvers(place)).toEqual([]);
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), '');
    expect(leftOvers(place)).toMatchObject([{ outcome: 'left-over' }]);
  });
});
