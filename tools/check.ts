import { appendFile } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Check } from './checks/check.ts';
import { commandCheck } from './checks/command-check.ts';
import { PACKING_RULES, WORKSPACE_RULES } from './workspace-rules.ts';
import { workspacePackages } from './workspace/packages.ts';

/**
 * Checks everything that is not a test: types, lint, format, dead code, builds, packages.
 *
 * `check [word…]` runs the checks whose names contain one of the words. `--counts FILE` appends a line
 * `checks <passed> <failed>`. Exits with 1 when a check fails, or none was run.
 */
async function main(): Promise<number> {
  const { values, positionals: words } = parseArgs({ allowPositionals: true, options: { counts: { type: 'string' } } });
  const checks = (await allChecks()).filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  let failed = 0;
  for (const check of checks) {
    const started = performance.now();
    const problems = await check.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)`);
    for (const problem of problems) console.log(problem.replaceAll(/^/gm, '       '));
    if (problems.length > 0) failed += 1;
  }
  const passed = checks.length - failed;
  console.log(`${passed} checks passed, ${failed} failed`);
  if (values.counts !== undefined) await appendFile(values.counts, `checks ${passed} ${failed}\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

async function allChecks(): Promise<readonly Check[]> {
  const packages = await workspacePackages();
  return [
    commandCheck('types of the packages', 'tsc', ['-b']),
    commandCheck('types of tests, tools and examples', 'tsc', ['-p', 'tsconfig.test.json']),
    commandCheck('lint', 'oxlint', ['--type-aware', '--deny-warnings']),
    commandCheck('format', 'oxfmt', ['--list-different']),
    commandCheck('dead code and dependencies', 'knip', []),
    ...WORKSPACE_RULES,
    ...packages.map(({ folder, path }) => commandCheck(`build of ${folder}`, 'tsdown', [], path)),
    ...PACKING_RULES,
  ];
}

process.exitCode = await main();
