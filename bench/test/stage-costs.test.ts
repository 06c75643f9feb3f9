import { expect, test } from 'vitest';
import { findProfile, profileFlags, readProfile, type ProfileNode } from '../src/stages/cpu-profile.ts';
import { countUnits, stageCosts } from '../src/stages/stage-costs.ts';
import { topFunctions } from '../src/stages/top-functions.ts';
import { runChild } from '../src/run-child.ts';
import { TemporaryFolder } from '../src/temporary-folder.ts';
import { flat } from '../src/workloads/flat.ts';

function node(functionName: string, file: string, selfMicros: number, parent?: ProfileNode): ProfileNode {
  return { functionName, url: file === '' ? '' : `file:///repository/${file}`, line: 1, selfMicros, parent };
}

test('time belongs to the innermost stage that called it; engine and start-up are told apart', () => {
  const root = node('(root)', '', 0);
  const page = node('append', 'packages/core/src/normalize/table-node.ts', 10, root);
  const text = node('appendRun', 'packages/core/src/columns/text-vector.ts', 20, page);
  const bytes = node('pushText', 'packages/core/src/columns/bytes-vector.ts', 30, text);
  const writer = node('write', 'packages/core/src/package/job-file-writer.ts', 1, root);
  const nodes = [
    root,
    page,
    text,
    bytes,
    node('utf8Write', '', 40, bytes),
    writer,
    node('update', '', 50, writer),
    node('writeBuffers', '', 60, writer),
    node('compileSourceTextModule', 'node:internal/modules', 70, root),
    node('(garbage collector)', '', 80, root),
  ];
  const costs = stageCosts(nodes, () => 1000).map(({ stage, seconds, nanosecondsPerUnit }) => [
    stage,
    seconds * 1e6,
    nanosecondsPerUnit,
  ]);
  expect(costs).toEqual([
    ['append text', 90, 90],
    ['rest of normalize', 10, 10],
    ['hash', 50, 50],
    ['write', 61, 61],
    ['starting Node and loading modules', 70, 70],
    ['garbage collection', 80, 80],
  ]);
});

test('values are counted by type, over all tables', () => {
  const unitsOf = countUnits(
    [
      {
        name: 'a',
        columns: [
          { name: 'x', type: 'text' },
          { name: 'y', type: 'bigint' },
        ],
      },
      { name: 'b', parent: 'a', columns: [{ name: 'x', type: 'text' }] },
    ],
    { a: 10, b: 5 },
  );
  expect([unitsOf('row'), unitsOf('value'), unitsOf('text'), unitsOf('bigint'), unitsOf('double')]).toEqual([
    15, 25, 15, 10, 0,
  ]);
});

test('a profile of a real run shows the work on every type of the workload', async () => {
  using folder = new TemporaryFolder();
  using profiles = new TemporaryFolder();
  const task = {
    variant: 'leat',
    workload: 'flat',
    destination: 'nothing',
    rows: 60_000,
    folder: folder.path,
  } as const;
  const { tables } = await runChild(task, profileFlags(profiles.path));
  const nodes = readProfile(findProfile(profiles.path));
  const stages = stageCosts(nodes, countUnits(flat.tables, tables)).map(({ stage }) => stage);
  expect(stages).toEqual(
    expect.arrayContaining(['generate', 'append text', 'append timestamp', 'append decimal', 'write']),
  );
  const [first, second] = topFunctions(nodes, 2);
  expect(first?.selfMicros).toBeGreaterThanOrEqual(second?.selfMicros ?? Number.POSITIVE_INFINITY);
});
