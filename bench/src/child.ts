import { isLeatError } from '@leat/core';
import { measure } from './measure.ts';
import { MemorySampler } from './memory-sampler.ts';
import type { Task } from './task.ts';

// The parent, run-child.ts, writes what this reads.
const task = JSON.parse(process.argv[2] ?? '{}') as Task;
try {
  using _sampler = task.samples === undefined ? undefined : new MemorySampler(task.samples);
  const measurement = await measure(task);
  process.send?.(measurement);
} catch (error) {
  console.error(isLeatError(error) ? `${error.code}: ${error.message}\n${error.remedy}` : error);
  if (isLeatError(error) && error.cause !== undefined) console.error(error.cause);
  process.exitCode = 1;
} finally {
  process.disconnect();
}
