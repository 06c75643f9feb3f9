import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchError } from './errors.ts';
import type { Measurement, Task } from './task.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

/**
 * Where Node keeps compiled code between processes (its documentation, module.enableCompileCache). From there it also takes
 * the JavaScript it made of the TypeScript sources: without it every process would load the type stripper, 35 MB that no
 * user of the published packages has.
 */
const COMPILE_CACHE = fileURLToPath(new URL('../../.cache/bench', import.meta.url));

/** The program that does one task, of another checkout: its root is a path. */
export function childOf(checkout: string): string {
  return join(checkout, 'bench', 'src', 'child.ts');
}

/**
 * Does one task in a process of its own, started for it; `flags` are more options for Node, `program` is what does it.
 *
 * @throws BenchError where the process ends without a measurement. What it printed stands on the error output.
 */
export function runChild(task: Task, flags: readonly string[] = [], program = CHILD): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [JSON.stringify(task)], {
      execArgv: ['--conditions=@leat/source', ...flags],
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
      // Nothing of the child may mix with the figures.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let measurement: Measurement | undefined;
    child.once('message', (message) => {
      // The child sends nothing else.
      measurement = message as Measurement;
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (measurement !== undefined && code === 0) resolve(measurement);
      else reject(childFailed(task, signal ?? `code ${code ?? 'unknown'}`));
    });
  });
}

function childFailed({ variant, workload, destination, rows }: Task, end: string): BenchError {
  return new BenchError(
    `Measuring ${variant} with ${workload} into ${destination} ended with ${end} and without a result.`,
    {
      code: 'LEAT_BENCH_CHILD',
      recoverability: 'terminal',
      remedy: 'Look at what it printed above.',
      details: { variant, workload, destination, rows },
    },
  );
}
