import type { WorkloadTable } from '../workload.ts';
import type { ProfileNode } from './cpu-profile.ts';
import { STAGES, stageOf, type StageUnit } from './stage.ts';

/** What one stage costs. */
export interface StageCost {
  readonly stage: string;
  readonly seconds: number;
  /** What the time is spread over. */
  readonly unit: StageUnit;
  readonly units: number;
  readonly nanosecondsPerUnit: number;
}

/** Counts what costs are spread over: `rows` of each table. Nulls count as values. */
export function countUnits(
  tables: readonly WorkloadTable[],
  rows: Readonly<Record<string, number>>,
): (unit: StageUnit) => number {
  const counts = new Map<StageUnit, number>([['run', 1]]);
  const add = (unit: StageUnit, count: number): void => {
    counts.set(unit, (counts.get(unit) ?? 0) + count);
  };
  for (const { name, columns } of tables) {
    const count = rows[name] ?? 0;
    add('row', count);
    add('value', count * columns.length);
    for (const { type } of columns) add(type, count);
  }
  return (unit) => counts.get(unit) ?? 0;
}

/** Spreads the time of a profile over the stages, in their order; what belongs to none comes last. */
export function stageCosts(nodes: readonly ProfileNode[], unitsOf: (unit: StageUnit) => number): readonly StageCost[] {
  const micros = new Map<string, number>();
  for (const node of nodes) {
    const stage = stageOf(node);
    const name = typeof stage === 'string' ? stage : stage.name;
    micros.set(name, (micros.get(name) ?? 0) + node.selfMicros);
  }
  const known = STAGES.filter(({ name }) => micros.has(name));
  const others = [...micros.keys()].filter((name) => !known.some((stage) => stage.name === name));
  return [...known, ...others.map((name) => ({ name, unit: 'run' as const }))].map(({ name, unit }) =>
    stageCost(name, (micros.get(name) ?? 0) / 1e6, unit, unitsOf(unit)),
  );
}

/** One line of the table. */
export function stageCost(stage: string, seconds: number, unit: StageUnit, units: number): StageCost {
  return { stage, seconds, unit, units, nanosecondsPerUnit: units === 0 ? 0 : (seconds * 1e9) / units };
}
