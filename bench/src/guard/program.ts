import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { installCounters, type Counts } from './counters.ts';

/** What the work on a workload's rows consists of. */
export interface Work {
  /** Operations, by name. */
  readonly counts: Counts;
  /** Bytes that were allocated on the JavaScript heap per row, by code that is not optimised; varies by 2 %. */
  readonly bytesPerRow: number;
  readonly files: number;
}

const [name = '', rowsText = '', folder = ''] = process.argv.slice(2);
const counts = installCounters();
const [{ definePipeline, defineResource }, { discarding }, { findNamed }, { WORKLOADS }] = await Promise.all([
  import('@leat/core'),
  import('../destinations/nothing.ts'),
  import('../find-named.ts'),
  import('../workloads.ts'),
]);
const workload = findNamed(WORKLOADS, name, 'workload');
const [root] = workload.tables;

async function load(pages: readonly (readonly object[])[], place: string): Promise<number> {
  let files = 0;
  await definePipeline({
    name: 'guard',
    source: defineResource<string, object>({ name: root.name, rows: () => pages, columns: workload.hints }),
    destination: discarding({ file: () => void files++, commit: () => undefined }),
    workDir: join(folder, place),
    // Small files, so that little data fill several.
    limits: { maxJobFileBytes: 1024 * 1024 },
  }).run();
  return files;
}

async function pagesOf(rows: number): Promise<readonly (readonly object[])[]> {
  const pages: (readonly object[])[] = [];
  for await (const page of workload.pages(rows, '')) pages.push(page);
  return pages;
}

const rows = Number(rowsText);
// What happens once in a process is not counted.
await load(await pagesOf(Math.ceil(rows / 4)), 'first');
const pages = await pagesOf(rows);
globalThis.gc?.();
for (const key of Object.keys(counts)) counts[key] = 0;
const before = getHeapStatistics().used_heap_size;
const files = await load(pages, 'counted');
const bytes = getHeapStatistics().used_heap_size - before;
const work: Work = { counts: { ...counts }, bytesPerRow: Math.round(bytes / rows), files };
process.send?.(work);
