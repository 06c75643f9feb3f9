import { appendFile } from 'node:fs/promises';
import type { Check } from './check.ts';

/**
 * Runs checks one after the other and prints how each went; a check that throws has failed.
 *
 * Appends the line `<kind> <passed> <failed>` to `countsFile`, if there is one. Resolves to the exit code: 0 only when
 * something was run and nothing failed.
 */
export async function runChecks(
  kind: string,
  checks: readonly Check[],
  countsFile: string | undefined,
): Promise<number> {
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
  }
  const passed = checks.length - failed;
  console.log(`${kind}: ${passed} passed, ${failed} failed`);
  if (countsFile !== undefined) await appendFile(countsFile, `${kind} ${passed} ${failed}\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
