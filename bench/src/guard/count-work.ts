import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.ts';
import { TemporaryFolder } from '../temporary-folder.ts';
import type { MemoryUse } from './memory-program.ts';
import type { Work } from './program.ts';

const COUNTING = fileURLToPath(new URL('./program.ts', import.meta.url));
const MEMORY = fileURLToPath(new URL('./memory-program.ts', import.meta.url));

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
  // The program sends nothing else.
  return (await answerOf(COUNTING, [workload, String(rows), folder.path], DETERMINISTIC)) as Work;
}

/** Measures the memory of a process that reads tables fast, some at once, and loads slowly. */
export async function measureMemory(resources: number): Promise<MemoryUse> {
  using folder = new TemporaryFolder();
  // The program sends nothing else.
  return (await answerOf(MEMORY, [String(resources), folder.path], [])) as MemoryUse;
}

/** The one message of a program that is started for it. */
function answerOf(program: string, args: readonly string[], flags: readonly string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = fork(program, args, {
      execArgv: ['--conditions=@leat/source', ...flags],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let answer: unknown;
    child.once('message', (message) => {
      answer = message;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (answer !== undefined) resolve(answer);
      else
        reject(
          new BenchError(`A process that counts ended with code ${code ?? 'unknown'} and without a result.`, {
            code: 'LEAT_BENCH_CHILD',
            recoverability: 'terminal',
            remedy: 'Look at what it printed above.',
            details: { program },
          }),
        );
    });
  });
}
