import { validateOptions, type Destination } from '@leat/core';
import { appendCases } from './cases/append-cases.ts';
import { commitCases } from './cases/commit-cases.ts';
import { fenceCases } from './cases/fence-cases.ts';
import { mergeCases } from './cases/merge-cases.ts';
import { mergeStrategyCases } from './cases/merge-strategy-cases.ts';
import { nameCases } from './cases/name-cases.ts';
import { pluginCases } from './cases/plugin-cases.ts';
import { replaceCases } from './cases/replace-cases.ts';
import { schemaCases } from './cases/schema-cases.ts';
import { scd2Cases } from './cases/scd2-cases.ts';
import { valueCases } from './cases/value-cases.ts';
import type { CaseList, ConformanceTest } from './conformance-test.ts';
import { Workbench } from './workbench.ts';

const CASES: readonly CaseList[] = [
  pluginCases,
  commitCases,
  appendCases,
  replaceCases,
  mergeCases,
  mergeStrategyCases,
  scd2Cases,
  schemaCases,
  valueCases,
  nameCases,
  fenceCases,
];

/**
 * The tests that a destination with these options must pass, as data; its capabilities decide which they are.
 *
 * @throws ConfigError when the plugin does not accept its options.
 */
export async function destinationTests(destination: Destination): Promise<readonly ConformanceTest[]> {
  const { plugin, options } = destination;
  const capabilities = plugin.capabilities(await validateOptions(plugin, options));
  return CASES.flatMap((cases) => cases(capabilities)).map(({ name, body }) => ({
    name,
    run: async () => {
      await using bench = await Workbench.open(destination);
      await body(bench);
    },
  }));
}
