import { expect, test } from 'vitest';
import { parseCommandLine } from '../src/command-line.ts';

function names(list: readonly { readonly name: string }[]): readonly string[] {
  return list.map(({ name }) => name);
}

test('without arguments everything but the long workloads is compared, three runs each, with their own numbers of rows', () => {
  const command = parseCommandLine([]);
  expect(command).toMatchObject({ action: 'compare', destination: 'duckdb', json: false, runs: 3, record: false });
  expect(command.rows).toBeUndefined();
  expect(names(command.workloads)).toEqual([
    'flat',
    'nested',
    'wide',
    'sparse',
    'upsert',
    'delete-insert',
    'ndjson',
    'json',
  ]);
  expect(names(command.processes)).toEqual(['one-row', 'version', 'help']);
});

test('long workloads are measured when they are named, or with all others', () => {
  expect(names(parseCommandLine(['flat-10m']).workloads)).toEqual(['flat-10m']);
  expect(names(parseCommandLine(['--all']).workloads)).toEqual(
    expect.arrayContaining(['flat', 'flat-10m', 'ndjson-1gb', 'json-1gb']),
  );
});

test('names choose workloads, also behind the words for other things than comparing', () => {
  const nested = parseCommandLine(['nested', '--runs', '5', '--rows', '80', '--json']);
  expect(nested).toMatchObject({ action: 'compare', runs: 5, rows: 80, json: true, processes: [] });
  expect(names(nested.workloads)).toEqual(['nested']);
  expect(names(parseCommandLine(['help']).processes)).toEqual(['help']);
  expect(names(parseCommandLine(['stages', 'flat']).workloads)).toEqual(['flat']);
  const versus = parseCommandLine(['versus', '../before', 'flat']);
  expect(versus).toMatchObject({ action: 'versus', checkout: '../before' });
  expect(names(versus.workloads)).toEqual(['flat']);
});

test.each([
  ['an unknown workload', ['deep'], 'flat, nested'],
  ['an unknown destination', ['--destination', 'floppy'], 'duckdb'],
  ['an unknown option', ['--fast'], '--help'],
  ['a number of runs that is none', ['--runs', 'many'], '--help'],
  ['no runs at all', ['--runs', '0'], '--help'],
  ['half a row', ['--rows', '0.5'], '--help'],
  ['another checkout without its folder', ['versus'], '--help'],
])('%s is refused with what would be right', (_what, args, remedy) => {
  expect(() => parseCommandLine(args)).toThrow(
    expect.objectContaining({ code: 'LEAT_OPTIONS_INVALID', remedy: expect.stringContaining(remedy) }),
  );
});
