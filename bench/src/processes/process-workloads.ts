import { fileURLToPath } from 'node:url';
import type { ProcessWorkload } from './process-workload.ts';

const COMMAND = fileURLToPath(new URL('../../../packages/cli/dist/main.mjs', import.meta.url));

/** Node alone. */
const nothing = (): readonly string[] => ['--eval', '0'];

/** Everything that is measured as a whole process. The packages are the built ones, as users have them. */
export const PROCESS_WORKLOADS: readonly ProcessWorkload[] = [
  {
    name: 'one-row',
    description: 'a pipeline of one row as a whole process, beside importing the driver and opening a file',
    arguments: (folder) =>
      program(`
        import { definePipeline, defineResource } from '@leat/core';
        import duckdb from '@leat/dest-duckdb';
        const folder = ${JSON.stringify(folder)};
        await definePipeline({
          name: 'one',
          source: defineResource({ name: 'rows', rows: [{ id: 1, name: 'Ann' }] }),
          destination: duckdb({ path: folder + '/one.duckdb' }),
          workDir: folder + '/work',
        }).run();`),
    floor: (folder) =>
      program(`
        import { DuckDBInstance } from '@duckdb/node-api';
        const instance = await DuckDBInstance.create(${JSON.stringify(`${folder}/one.duckdb`)});
        instance.closeSync();`),
  },
  {
    name: 'version',
    description: 'leat --version as a whole process, beside Node alone',
    arguments: () => [COMMAND, '--version'],
    floor: nothing,
  },
  {
    name: 'help',
    description: 'leat --help as a whole process, beside Node alone',
    arguments: () => [COMMAND, '--help'],
    floor: nothing,
  },
];

function program(text: string): readonly string[] {
  return ['--input-type=module', '--eval', text];
}
