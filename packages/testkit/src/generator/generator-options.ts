import type { defineSource, WriteMode } from '@leat/core';
import { isRecord } from '../values/own-value.ts';

/**
 * What the rows look like. `flat`: ten scalar columns. `nested`: objects and three lists, on average eight table rows
 * per document. `deep`: as `nested`, with lists inside one of the lists.
 */
export type GeneratorShape = 'flat' | 'nested' | 'deep';

/** What a generator source generates. The same options always give the same rows. */
export interface GeneratorOptions {
  /** Rows of each resource, all runs together where `resume` is set. At most 2^30. */
  readonly rows: number;
  /** Default 1. Tests print it when they fail. */
  readonly seed?: number;
  /** Rows handed over at once. Default 1,000. */
  readonly pageSize?: number;
  /** Names of the resources. Default: one, called `rows`. */
  readonly resources?: readonly string[];
  /** Default `flat`. */
  readonly shape?: GeneratorShape;
  /** Another revision has the same ids with other values. Default 0. */
  readonly revision?: number;
  /** Default `append`. `id` is the primary key. */
  readonly write?: WriteMode;
  /** Rows of a run after which a resource fails with a transient `SourceError`; for all resources or by name. */
  readonly failAfter?: number | Readonly<Record<string, number>>;
  /** Keeps the position in state, so that a later run goes on where the last committed one ended. Default false. */
  readonly resume?: boolean;
}

/** Generator options with every default filled in. */
export interface FilledGeneratorOptions extends Required<Omit<GeneratorOptions, 'failAfter'>> {
  readonly failAfter: number | Readonly<Record<string, number>> | undefined;
}

/** Fills in the defaults. */
export function fillGeneratorOptions(options: GeneratorOptions): FilledGeneratorOptions {
  return {
    seed: 1,
    pageSize: 1000,
    resources: ['rows'],
    shape: 'flat',
    revision: 0,
    write: 'append',
    resume: false,
    failAfter: undefined,
    ...options,
  };
}

const MAX_ROWS = 2 ** 30;
const SHAPES: readonly unknown[] = ['flat', 'nested', 'deep'] satisfies readonly GeneratorShape[];

/** A Standard Schema as sources take it; core owns the specification's types. */
type OptionsSchema = Parameters<typeof defineSource<GeneratorOptions, GeneratorOptions, readonly []>>[0]['options'];

/** Something wrong with one option. */
interface Problem {
  readonly message: string;
  readonly path: readonly string[];
}

/** Validates generator options, and names what is wrong with each. */
export const generatorOptionsSchema: OptionsSchema = {
  '~standard': {
    version: 1,
    vendor: 'leat',
    validate: (value) => {
      const issues = problemsOf(value);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every property the type names was just checked
      return issues.length > 0 ? { issues } : { value: value as GeneratorOptions };
    },
  },
};

function problem(key: string, message: string): Problem {
  return { message, path: key === '' ? [] : [key] };
}

function problemsOf(options: unknown): readonly Problem[] {
  if (!isRecord(options)) return [problem('', 'must be an object')];
  const { rows, seed, pageSize, resources, shape, revision, failAfter } = options;
  const issues: Problem[] = [];
  if (!isCount(rows) || rows > MAX_ROWS) issues.push(problem('rows', `must be an integer from 0 to ${MAX_ROWS}`));
  if (seed !== undefined && !Number.isSafeInteger(seed)) issues.push(problem('seed', 'must be an integer'));
  if (revision !== undefined && !isCount(revision)) issues.push(problem('revision', 'must be an integer from 0'));
  if (pageSize !== undefined && (!isCount(pageSize) || pageSize === 0)) {
    issues.push(problem('pageSize', 'must be an integer from 1'));
  }
  if (shape !== undefined && !SHAPES.includes(shape))
    issues.push(problem('shape', `must be one of ${SHAPES.join(', ')}`));
  if (resources !== undefined && !areNames(resources)) {
    issues.push(problem('resources', 'must be a list of different, non-empty names'));
  }
  const limits = typeof failAfter === 'object' && failAfter !== null ? Object.values(failAfter) : [failAfter ?? 0];
  if (!limits.every(isCount)) issues.push(problem('failAfter', 'must be an integer from 0, or one per resource'));
  return issues;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function areNames(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((name) => typeof name === 'string' && name !== '') &&
    new Set(value).size === value.length
  );
}
