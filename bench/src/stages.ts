import { DESTINATIONS } from './destinations.ts';
import { nothing } from './destinations/nothing.ts';
import { findNamed } from './find-named.ts';
import { whole, seconds as formatSeconds } from './format-number.ts';
import { formatTable, type TableColumn } from './format-table.ts';
import { Preparation } from './prepare.ts';
import { runChild } from './run-child.ts';
import { findProfile, profileFlags, readProfile } from './stages/cpu-profile.ts';
import { countUnits, stageCost, stageCosts, type StageCost } from './stages/stage-costs.ts';
import type { Measurement, Variant } from './task.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import type { Workload } from './workload.ts';

/** Rows of each workload on which stages are measured, and where they are loaded. */
export interface StageOptions {
  readonly workload: Workload;
  readonly destination: string;
  readonly rows: number;
  /** Called before each child process. */
  readonly onRun: (what: string) => void;
}

/** What the stages of one workload cost, by origin: leat's own work from a profile, loading and the floor by the clock. */
export interface StageReport {
  readonly workload: string;
  /** Leat into a destination that keeps nothing. */
  readonly leat: readonly StageCost[];
  /** The destination alone, from files that are there already. */
  readonly load: readonly StageCost[];
  readonly floor: readonly StageCost[];
  /** Seconds of real time of the whole run without a profiler, into nothing and into the destination. */
  readonly seconds: { readonly nothing: number; readonly destination: number };
}

/** Measures every stage of a workload; leat's own by a sampling profiler, which needs no access to its insides. */
export async function measureStages({ workload, destination, rows, onRun }: StageOptions): Promise<StageReport> {
  await using _shared = await findNamed(DESTINATIONS, destination, 'destination').start?.();
  const shared = { workload: workload.name, rows };
  using preparation = new Preparation(workload, { ...shared, destination });
  const text = await preparation.input(rows);
  const run = async (variant: Variant, target: string, flags: readonly string[] = []): Promise<Measurement> => {
    using folder = new TemporaryFolder();
    return await runChild({ ...shared, ...text, variant, destination: target, folder: folder.path }, flags);
  };
  onRun('leat into nothing');
  const plain = await run('leat', nothing.name);
  onRun('leat into nothing, profiled');
  using profiles = new TemporaryFolder();
  const { tables } = await run('leat', nothing.name, profileFlags(profiles.path));
  onRun(`files into ${destination}`);
  const load = await run('load', destination);
  onRun(`floor into ${destination}`);
  const floor = await run('floor', destination);
  onRun(`leat into ${destination}`);
  const complete = await run('leat', destination);
  const unitsOf = countUnits(workload.tables, tables);
  const byClock = ({ parts }: Measurement): readonly StageCost[] =>
    Object.entries(parts).map(([part, time]) => stageCost(part, time, 'value', unitsOf('value')));
  return {
    workload: workload.name,
    leat: stageCosts(readProfile(findProfile(profiles.path)), unitsOf),
    load: byClock(load),
    floor: byClock(floor),
    seconds: { nothing: plain.seconds, destination: complete.seconds },
  };
}

const COLUMNS: readonly TableColumn<StageCost>[] = [
  { title: 'stage', align: 'left', text: ({ stage }) => stage },
  { title: 'seconds', align: 'right', text: ({ seconds }) => formatSeconds(seconds) },
  {
    title: 'ns',
    align: 'right',
    text: ({ unit, nanosecondsPerUnit }) => (unit === 'run' ? '' : nanosecondsPerUnit.toFixed(1)),
  },
  { title: 'per', align: 'left', text: ({ unit }) => unit },
  { title: 'of which', align: 'right', text: ({ units }) => whole(units) },
];

/** The tables a person reads. */
export function stageTables({ workload, leat, load, floor, seconds }: StageReport, destination: string): string {
  const part = (title: string, costs: readonly StageCost[]): string => `${title}\n${formatTable(COLUMNS, costs)}`;
  return [
    part(
      `${workload}: leat without a destination, by profile (${formatSeconds(seconds.nothing)} s by the clock)`,
      leat,
    ),
    part(`${workload}: ${destination} alone, from leat's files`, load),
    part(`${workload}: floor`, floor),
    `${workload}: leat into ${destination}, all stages overlapping: ${formatSeconds(seconds.destination)} s`,
  ].join('\n\n');
}
