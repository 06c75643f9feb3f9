import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@leat/core';
import { mix } from '../generator/random.ts';
import { ChildError } from './child-error.ts';
import { runChild, type ChildEnd, type ChildScript } from './run-child.ts';

/** A script and the point at which it dies. */
export interface KilledScript extends ChildScript {
  /** Name of a fail point of core; `name:3` is the third time it is passed. */
  readonly point: string;
}

/** A script and the time at which it dies. */
export interface RandomlyKilledScript extends ChildScript {
  /** Decides the time; print it when the test fails. */
  readonly seed: number;
  /** Milliseconds after the start, at the least. */
  readonly minMs: number;
  /** Milliseconds after the start, at the most. */
  readonly maxMs: number;
}

/** How a script ended that was to be killed at some time. */
export interface RandomEnd extends ChildEnd {
  /** `finished`: it was done before its time came. */
  readonly outcome: 'killed' | 'finished';
  readonly killAfter: number;
}

/**
 * Runs a script until it kills itself with SIGKILL at a fail point.
 *
 * Works on the sources of leat only: the published core has no fail points.
 *
 * @throws ChildError when the script ends in another way, for instance because it never passes the point.
 */
export async function runKilled({ point, ...child }: KilledScript): Promise<ChildEnd> {
  const env = { ...child.env, LEAT_FAIL_POINT: point };
  const end = await runChild({ ...child, env }, { preload: failPointModule() });
  if (end.signal !== 'SIGKILL' || end.timedOut) throw new ChildError(`was to be killed at ${point}`, child.script, end);
  return end;
}

/**
 * Runs a script and kills it with SIGKILL at a time that follows from the seed.
 *
 * @throws ChildError when the script fails by itself, or hangs.
 */
export async function killRandomly({ seed, minMs, maxMs, ...child }: RandomlyKilledScript): Promise<RandomEnd> {
  const killAfter = minMs + (mix(seed, 1) % (Math.max(0, maxMs - minMs) + 1));
  const end = await runChild(child, { killAfter });
  if (end.signal === 'SIGKILL' && !end.timedOut) return { ...end, outcome: 'killed', killAfter };
  if (end.code === 0) return { ...end, outcome: 'finished', killAfter };
  throw new ChildError(`was to finish or to be killed after ${killAfter} ms (seed ${seed})`, child.script, end);
}

/**
 * Runs a script to its end.
 *
 * @throws ChildError unless it ends with code 0.
 */
export async function runToEnd(child: ChildScript): Promise<ChildEnd> {
  const end = await runChild(child);
  if (end.code !== 0) throw new ChildError('was to end with code 0', child.script, end);
  return end;
}

function failPointModule(): string {
  const url = new URL('./kill-at-fail-point.ts', import.meta.url);
  if (existsSync(fileURLToPath(url))) return url.href;
  throw new ConfigError('The published packages of leat have no fail points.', {
    code: 'LEAT_FAIL_POINTS_ABSENT',
    recoverability: 'terminal',
    remedy: 'Run on the sources of leat, or use killRandomly.',
  });
}
