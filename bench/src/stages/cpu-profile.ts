import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../errors.ts';

/** A place in the program, and the time spent there and not below. */
export interface ProfileNode {
  readonly functionName: string;
  /** URL of the file; empty for what the engine does itself. */
  readonly url: string;
  /** Counts from 1. */
  readonly line: number;
  readonly selfMicros: number;
  /** The caller; undefined above the outermost one. */
  readonly parent: ProfileNode | undefined;
}

/** The parts this program needs of a `.cpuprofile` (Chrome DevTools Protocol, Profiler.Profile). */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  /** Ids of nodes. */
  readonly samples: readonly number[];
  /** Microseconds between a sample and the one before. */
  readonly timeDeltas: readonly number[];
}

/** Microseconds between two samples. */
const INTERVAL = 200;

/** Microseconds one sample may stand for. */
const LONGEST_GAP = 5 * INTERVAL;

/** Options for a Node process that writes a profile into `folder` when it ends; samples often. */
export function profileFlags(folder: string): readonly string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${INTERVAL}`];
}

/** Path of the only profile in a folder. */
export function findProfile(folder: string): string {
  const name = readdirSync(folder).find((file) => file.endsWith('.cpuprofile'));
  if (name !== undefined) return join(folder, name);
  throw new BenchError('The profiled process left no profile behind.', {
    code: 'LEAT_BENCH_CHILD',
    recoverability: 'terminal',
    remedy: 'Look at what the process printed above.',
  });
}

/** Reads a profile as a list of its nodes, callers before what they call. */
export function readProfile(path: string): readonly ProfileNode[] {
  // Written by Node in the protocol's format.
  const profile = JSON.parse(readFileSync(path, 'utf8')) as CpuProfile;
  const micros = new Map<number, number>();
  profile.samples.forEach((id, index) => {
    // A sample stands for the time until the next one; in a long gap the processor did something else.
    const delta = profile.timeDeltas[index + 1] ?? 0;
    micros.set(id, (micros.get(id) ?? 0) + Math.min(Math.max(0, delta), LONGEST_GAP));
  });
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const nodes = new Map<number, ProfileNode>();
  // The protocol lists a node before its children.
  for (const { id, callFrame } of profile.nodes) {
    const { functionName, url, lineNumber } = callFrame;
    const parent = nodes.get(parents.get(id) ?? Number.NaN);
    nodes.set(id, { functionName, url, line: lineNumber + 1, selfMicros: micros.get(id) ?? 0, parent });
  }
  return [...nodes.values()];
}
