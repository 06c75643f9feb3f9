import { DESTINATIONS } from './destinations.ts';
import { nothing } from './destinations/nothing.ts';
import { findNamed } from './find-named.ts';
import { FLOOR_BASES, FLOORS } from './floors.ts';
import { peakRssBytes } from './process-memory.ts';
import { replayLoad } from './replay-load.ts';
import { loadedRows, pagesOf, runLeat } from './run-leat.ts';
import { secondsSince } from './seconds-since.ts';
import type { Measurement, Task } from './task.ts';
import type { Workload } from './workload.ts';
import { WORKLOADS } from './workloads.ts';
import { unknownName } from './errors.ts';

const MICROSECONDS = 1_000_000;

/** Does one task in this process, which should be a fresh one: memory is that of the whole process since its start. */
export async function measure(task: Task): Promise<Measurement> {
  const workload = findNamed(WORKLOADS, task.workload, 'workload');
  const place = DESTINATIONS.find(({ name }) => name === task.destination);
  if (task.variant !== 'generator' && task.variant !== 'input') await place?.prepare?.(task.folder);
  const started = performance.now();
  const before = process.cpuUsage();
  const { tables, parts } = await run(task, workload);
  const seconds = secondsSince(started);
  const { user, system } = process.cpuUsage(before);
  return {
    tables,
    parts,
    // Writing the files is not part of loading them.
    seconds: task.variant === 'load' ? sum(parts) : seconds,
    cpuSeconds: (user + system) / MICROSECONDS,
    peakRssBytes: peakRssBytes(),
  };
}

async function run(task: Task, workload: Workload): Promise<Pick<Measurement, 'tables' | 'parts'>> {
  const { variant, destination: name, rows, folder, input = '' } = task;
  switch (variant) {
    case 'leat':
    case 'base': {
      const report = await runLeat({
        workload,
        destination: findNamed([...DESTINATIONS, nothing], name, 'destination').configure(folder),
        rows,
        folder,
        input,
        base: variant === 'base',
      });
      const { extract, load } = report.seconds;
      return { tables: loadedRows(report), parts: { extract, load } };
    }
    case 'floor':
      return { tables: {}, parts: { ...(await floorOf(FLOORS, task)(rows, folder, input)) } };
    case 'floor-base':
      await floorOf(FLOOR_BASES, task)(rows, folder);
      return { tables: {}, parts: {} };
    case 'input':
      await workload.writeInput?.(rows, input);
      return { tables: {}, parts: {} };
    case 'generator':
      return { tables: { [workload.tables[0].name]: await countPages(workload, task) }, parts: {} };
    case 'load': {
      const { tables, stage, commit } = await replayLoad(
        workload,
        findNamed(DESTINATIONS, name, 'destination').configure(folder),
        task,
      );
      return { tables, parts: { stage, commit } };
    }
  }
}

async function countPages(workload: Workload, task: Task): Promise<number> {
  let count = 0;
  for await (const page of pagesOf(workload, task)) count += page.length;
  return count;
}

function floorOf<F>(floors: Readonly<Record<string, Readonly<Record<string, F>>>>, task: Task): F {
  const floor = floors[task.destination]?.[task.workload];
  if (floor === undefined) throw unknownName('floor', `${task.destination}/${task.workload}`, floorNames());
  return floor;
}

function floorNames(): readonly string[] {
  return Object.entries(FLOORS).flatMap(([destination, floors]) =>
    Object.keys(floors).map((workload) => `${destination}/${workload}`),
  );
}

function sum(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((total, seconds) => total + seconds, 0);
}
