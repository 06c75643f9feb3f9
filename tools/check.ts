import process from 'node:process';
import { parseArgs } from 'node:util';
import { compareApi } from './api/record.ts';
import type { Check } from './checks/check.ts';
import { commandCheck } from './checks/command-check.ts';
import { runChecks } from './checks/run-checks.ts';
import { PACKING_RULES, WORKSPACE_RULES } from './workspace-rules.ts';
import { workspacePackages } from './workspace/packages.ts';

/**
 * Checks everything that is not a test: types, lint, format, dead code, builds, packages.
 *
 * `check [word…]` runs the checks whose names contain one of the words. `--counts FILE` notes
 * how each went. Exits with 1 when a check fails, or none was run.
 */
async function main(): Promise<number> {
  const { values, positionals: words } = parseArgs({ allowPositionals: true, options: { counts: { type: 'string' } } });
  const checks = await allChecks();
  const chosen = checks.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  return runChecks('checks', chosen, values.counts);
}

async function allChecks(): Promise<readonly Check[]> {
  const packages = await workspacePackages();
  return [
    commandCheck('types of the packages', 'tsc', ['-b', 'tsconfig.build.json']),
    commandCheck('types of tests, tools and examples', 'tsc', ['-p', 'tsconfig.json']),
    commandCheck('lint', 'oxlint', ['--type-aware', '--deny-warnings']),
    commandCheck('format', 'oxfmt', ['--list-different']),
    commandCheck('dead code and dependencies', 'knip', []),
    ...WORKSPACE_RULES,
    ...packages.map(({ folder, path }) => commandCheck(`build of ${folder}`, 'tsdown', [], path)),
    ...packages.map((pack) => ({ name: `API of ${pack.folder} is the one on record`, run: () => compareApi(pack) })),
    ...PACKING_RULES,
  ];
}

process.exitCode = await main();
