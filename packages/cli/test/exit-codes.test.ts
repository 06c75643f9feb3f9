import {
  ConfigError,
  DestinationError,
  LoadError,
  PipelineError,
  SchemaError,
  SourceError,
  type ErrorReport,
  type LeatError,
  type PipelinePlan,
  type SchemaChange,
} from '@leat/core';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { EXIT_CODE_MEANINGS, EXIT_CODES, exitCodeOf, exitCodeOfPlan, exitCodeOfReport } from '../src/exit-codes.ts';

type ErrorClass = new (...args: ConstructorParameters<typeof LeatError>) => LeatError;

const CASES: readonly (readonly [ErrorClass, code: `LEAT_${string}`, reason: string | undefined, exit: number])[] = [
  [ConfigError, 'LEAT_CONFIG_MISSING', undefined, 3],
  [SourceError, 'LEAT_SOURCE_FAILED', undefined, 4],
  [SourceError, 'LEAT_SOURCE_FAILED', 'authentication', 3],
  [DestinationError, 'LEAT_CONNECTION', 'connection', 5],
  [DestinationError, 'LEAT_AUTHENTICATION', 'authentication', 3],
  [DestinationError, 'LEAT_PERMISSION', 'permission', 3],
  [DestinationError, 'LEAT_FENCED', undefined, 8],
  [DestinationError, 'LEAT_LOCKED', 'conflict', 8],
  [LoadError, 'LEAT_DISK_FULL', undefined, 5],
  [LoadError, 'LEAT_UNBALANCED', undefined, 6],
  [SchemaError, 'LEAT_CONTRACT', undefined, 6],
  [LoadError, 'LEAT_PACKAGE_UNKNOWN', undefined, 3],
  [LoadError, 'LEAT_PACKAGE_PENDING', undefined, 3],
  [LoadError, 'LEAT_PACKAGE_NEWER', undefined, 3],
  [LoadError, 'LEAT_PACKAGE_DAMAGED', undefined, 6],
  [PipelineError, 'LEAT_LOCKED', undefined, 8],
  [PipelineError, 'LEAT_ABORTED', undefined, 130],
];

test.each(CASES)('%o with %s and reason %s exits with %i', (Class, code, reason, exit) => {
  const error = new Class('x', {
    code,
    recoverability: 'terminal',
    remedy: 'y',
    ...(reason === undefined ? {} : { details: { reason } }),
  });
  expect(exitCodeOf(error)).toBe(exit);
});

test.each([new TypeError('x'), 'text', undefined, Object.assign(new Error('x'), { code: 'ENOENT' })])(
  '%o is unexpected',
  (error) => {
    expect(exitCodeOf(error)).toBe(EXIT_CODES.unexpected);
  },
);

test('every exit code has a meaning, and the codes are the published ones', () => {
  expect(Object.values(EXIT_CODES)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 130, 143]);
  expect(Object.keys(EXIT_CODE_MEANINGS).map(Number)).toEqual(Object.values(EXIT_CODES));
});

test('the table in the README is that of the command', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const section = /^## Exit codes$(.*?)^##? /ms.exec(readme)?.[1] ?? '';
  const rows = [...section.matchAll(/^\| *(\d+) *\| *(.*?) *\|$/gm)].map(([, code, meaning]) => [code, meaning]);
  expect(rows).toEqual(Object.entries(EXIT_CODE_MEANINGS));
});

function failed(code: string, details: ErrorReport['details'] = {}): ErrorReport {
  return { code, message: 'x', remedy: 'y', recoverability: 'terminal', details };
}

const PARTIAL: readonly (readonly [errors: readonly ErrorReport[], exit: number])[] = [
  [[failed('LEAT_SOURCE_FAILED')], 7],
  [[failed('LEAT_KEEPER_UNAUTHORIZED')], 3],
  [[failed('LEAT_SOURCE_FAILED', { reason: 'authentication' }), failed('LEAT_AUTHENTICATION')], 3],
  [[failed('LEAT_KEEPER_UNAUTHORIZED'), failed('LEAT_PARENT_FAILED', { cause: 'LEAT_KEEPER_UNAUTHORIZED' })], 3],
  [[failed('LEAT_KEEPER_UNAUTHORIZED'), failed('LEAT_SOURCE_FAILED')], 7],
  // One resource that this user may not read is not the end of the others.
  [[failed('LEAT_SOURCE_FAILED', { reason: 'permission' })], 7],
];

test.each(PARTIAL)('a partial run with %j exits with %i', (errors, exit) => {
  const resources = errors.map((error, index) => {
    return { name: `r${index}`, status: 'failed' as const, rows: 0, filtered: 0, requests: 0, error };
  });
  expect(exitCodeOfReport({ status: 'partial', resources }, undefined)).toBe(exit);
});

const DECISION = failed('LEAT_CONTRACT');
const PLANS: readonly (readonly [changes: number, errors: readonly ErrorReport[], plain: number, told: number])[] = [
  [0, [], 0, 0],
  [2, [], 0, 2],
  [2, [DECISION], 0, 6],
  [0, [DECISION], 0, 6],
  [2, [DECISION, failed('LEAT_SOURCE_FAILED')], 4, 4],
  [0, [failed('LEAT_KEEPER_UNAUTHORIZED')], 3, 3],
  [0, [failed('LEAT_OWN', { reason: 'permission' })], 3, 3],
  [0, [failed('LEAT_MERGE_WITHOUT_KEY')], 3, 3],
];

test.each(PLANS)('a plan of %i changes with errors %j exits with %i, with --exit-code with %i', (...args) => {
  const [count, errors, plain, told] = args;
  const changes = Array.from({ length: count }, (_, index): SchemaChange => {
    return { kind: 'create-table', table: { name: `t${index}`, resource: 'r', path: ['r'], columns: [] } };
  });
  const plan: PipelinePlan = {
    version: 1,
    pipeline: 'p',
    dataset: 'd',
    destination: { name: 'duckdb', location: 'x' },
    changes,
    statements: [],
    decisions: errors.map((error) => ({ resource: 'r', error })),
    warnings: [],
    sampledRows: 1,
  };
  expect(exitCodeOfPlan(plan, false)).toBe(plain);
  expect(exitCodeOfPlan(plan, true)).toBe(told);
});
