import { readFile, glob } from 'node:fs/promises';
import { join, relative } from 'node:path';
import process from 'node:process';
import { addUp, type RunResults, type TestReport } from './results/add-up.ts';
import { REPOSITORY } from './repository.ts';

/** Folders whose tests `vitest.config.ts` includes. */
const TEST_FILES = [
  'packages/*/test/**/*.test.ts',
  '{bench,reliability,tools}/test/**/*.test.ts',
  'examples/*/*.test.ts',
];

/** Reads what the steps of .ci/run left in a folder and prints the line `N passed, N failed`. */
async function main(folder: string): Promise<number> {
  const results: RunResults = {
    steps: await readLines(join(folder, 'steps'), ' '),
    counts: await readLines(join(folder, 'counts'), '\t'),
    tests: await readReport(join(folder, 'tests.json')),
    testFiles: await Array.fromAsync(glob(TEST_FILES, { cwd: REPOSITORY, exclude: ['**/node_modules'] })),
  };
  const { passed, problems } = addUp(results);
  for (const problem of problems) console.log(`failed: ${problem}`);
  console.log(`${passed} passed, ${problems.length} failed`);
  return problems.length === 0 && passed > 0 ? 0 : 1;
}

async function readLines(path: string, separator: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(separator));
}

async function readReport(path: string): Promise<TestReport | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The reporter's shape is vitest's; only the fields named in TestReport are read.
  const report = JSON.parse(text) as TestReport;
  return { testResults: report.testResults.map((file) => ({ ...file, name: relative(REPOSITORY, file.name) })) };
}

process.exitCode = await main(process.argv[2] ?? '.');
