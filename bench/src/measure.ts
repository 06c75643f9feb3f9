import { DESTINATIONS } from './destinations.ts';
import { nothing } from './destinations/nothing.ts';
import { findNamed } from './find-named.ts';
import { FLOORS } from './floors.ts';
import { peakRssBytes } from './process-memory.ts';
import { replayLoad } from './replay-load.ts';
import { loadedRows, runLeat } from './run-leat.ts';
import { secondsSince } from './seconds-since.ts';
import type { Measurement, Task } from './task.ts';
import type { Workload } from './workload.ts';
import { WORKLOADS } from './workloads.ts';
import { unknownName } from './errors.ts';

const MICROSECONDS = 1_000_000;

/** Does one task in this process, which should be a fresh one: memory is that of the whole process since its start. */
export async function measure(task: Task): Promise<Measurement> {
  const workload = findNamed(WORKLOADS, task.workload, 'workload');
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

async function run(
  { variant, destination: name, rows, folder }: Task,
  workload: Workload,
): Promise<Pick<Measurement, 'tables' | 'parts'>> {
  switch (variant) {
    case 'leat': {
      const report = await runLeat({
        workload,
        destination: findNamed([...DESTINATIONS, nothing], name, 'destination').configure(folder),
        rows,
        folder,
      });
      const { extract, load } = report.seconds;
      return { tables: loadedRows(report), parts: { extract, load } };
    }
    case 'floor': {
      const floor = FLOORS[name]?.[workload.name];
      if (floor === undefined) throw unknownName('floor', `${name}/${workload.name}`, floorNames());
      return { tables: {}, parts: { ...(await floor(rows, folder)) } };
    }
    case 'generator':
      return { tables: { [workload.tables[0].name]: countPages(workload, rows) }, parts: {} };
    case 'load': {
      const { tables, stage, commit } = await replayLoad(
        workload,
        findNamed(DESTINATIONS, name, 'destination').configure(folder),
        rows,
        folder,
      );
      return { tables, parts: { stage, commit } };
    }
  }
}

function countPages(workload: Workload, rows: number): number {
  let count = 0;
  for (const page of workload.pages(rows)) count += page.length;
  return count;
}

function floorNames(): readonly string[] {
  return Object.entries(FLOORS).flatMap(([destination, floors]) =>
    Object.keys(floors).map((workload) => `${destination}/${workload}`),
  );
}

function sum(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((total, seconds) => total + seconds, 0);
}
