import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.ts';
import { TemporaryFolder } from '../temporary-folder.ts';
import type { Work } from './program.ts';

const PROGRAM = fileURLToPath(new URL('./program.ts', import.meta.url));

/**
 * Makes what a process does the same every time: nothing runs beside it, nothing is optimised at some moment or other, and
 * there is so much room that no garbage is collected, so that the heap grows by what is allocated.
 */
const DETERMINISTIC = [
  '--single-threaded',
  '--no-opt',
  '--max-lazy',
  '--expose-gc',
  '--min-semi-space-size=512',
  '--max-semi-space-size=512',
];

/** Counts what leat does, in a process of its own, for about `rows` rows of a workload that are in memory. */
export async function countWork(workload: string, rows: number): Promise<Work> {
  using folder = new TemporaryFolder();
  return await new Promise((resolve, reject) => {
    const child = fork(PROGRAM, [workload, String(rows), folder.path], {
      execArgv: ['--conditions=@leat/source', ...DETERMINISTIC],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let work: Work | undefined;
    child.once('message', (message) => {
      // The program sends nothing else.
      work = message as Work;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (work !== undefined) resolve(work);
      else
        reject(
          new BenchError(`Counting the work on ${workload} ended with code ${code ?? 'unknown'}.`, {
            code: 'LEAT_BENCH_CHILD',
            recoverability: 'terminal',
            remedy: 'Look at what it printed above.',
          }),
        );
    });
  });
}
