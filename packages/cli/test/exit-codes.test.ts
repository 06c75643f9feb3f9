import {
  ConfigError,
  DestinationError,
  LoadError,
  PipelineError,
  SchemaError,
  SourceError,
  type LeatError,
} from '@leat/core';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { EXIT_CODE_MEANINGS, EXIT_CODES, exitCodeOf } from '../src/exit-codes.ts';

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

test('the README lists every exit code with its meaning', async () => {
  const readme = (await readFile(new URL('../README.md', import.meta.url), 'utf8'))
    .replaceAll('`', '')
    .replaceAll(/ +/g, ' ');
  for (const [code, meaning] of Object.entries(EXIT_CODE_MEANINGS)) {
    // Signals share a line there.
    if (Number(code) < 128) expect(readme).toContain(`| ${code} | ${meaning} |`);
    else expect(readme).toContain(code);
  }
});
