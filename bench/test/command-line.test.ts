import { expect, test } from 'vitest';
import { parseCommandLine } from '../src/command-line.ts';
import { WORKLOADS } from '../src/workloads.ts';

test('without arguments all workloads are compared, three runs each, with their own numbers of rows', () => {
  const command = parseCommandLine([]);
  expect(command).toMatchObject({
    action: 'compare',
    workloads: WORKLOADS,
    destination: 'duckdb',
    json: false,
    runs: 3,
  });
  expect(command.rows).toBeUndefined();
});

test('names choose workloads, also behind the word stages', () => {
  expect(parseCommandLine(['nested', '--runs', '5', '--rows', '80', '--json'])).toMatchObject({
    action: 'compare',
    workloads: [{ name: 'nested' }],
    runs: 5,
    rows: 80,
    json: true,
  });
  expect(parseCommandLine(['stages', 'flat'])).toMatchObject({ action: 'stages', workloads: [{ name: 'flat' }] });
});

test.each([
  ['an unknown workload', ['deep'], 'flat, nested'],
  ['an unknown destination', ['--destination', 'floppy'], 'duckdb'],
  ['an unknown option', ['--fast'], '--help'],
  ['a number of runs that is none', ['--runs', 'many'], '--help'],
  ['no runs at all', ['--runs', '0'], '--help'],
  ['half a row', ['--rows', '0.5'], '--help'],
])('%s is refused with what would be right', (_what, args, remedy) => {
  expect(() => parseCommandLine(args)).toThrow(
    expect.objectContaining({ code: 'LEAT_OPTIONS_INVALID', remedy: expect.stringContaining(remedy) }),
  );
});
