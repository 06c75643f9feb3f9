import { appendFile } from 'node:fs/promises';
import type { Check } from './check.ts';

/**
 * Runs checks one after the other and prints how each went; a check that throws has failed.
 *
 * Appends a line `<kind>\t<passed|failed>\t<name>` per check to `countsFile`, if there is one, and `<kind>\tend` when all were
 * run. Resolves to the exit code: 0 only when something was run and nothing failed.
 */
export async function runChecks(
  kind: string,
  checks: readonly Check[],
  countsFile: string | undefined,
): Promise<number> {
  const note = async (...words: readonly string[]): Promise<void> => {
    if (countsFile !== undefined) await appendFile(countsFile, `${[kind, ...words].join('\t')}\n`);
  };
  let failed = 0;
  for (const check of checks) {
    const started = performance.now();
    const problems = await check
      .run()
      .catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)`);
    for (const problem of problems) console.log(problem.replaceAll(/^/gm, '       '));
    if (problems.length > 0) failed += 1;
    await note(problems.length === 0 ? 'passed' : 'failed', check.name);
  }
  await note('end');
  console.log(`${kind}: ${checks.length - failed} passed, ${failed} failed`);
  return failed === 0 && checks.length > 0 ? 0 : 1;
}
