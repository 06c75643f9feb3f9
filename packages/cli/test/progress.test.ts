import { stripVTControlCharacters } from 'node:util';
import type { RunEvent, RunReport } from '@leat/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommandContext } from '../src/command-context.ts';
import { createProgressDisplay } from '../src/run/progress-display.ts';
import { progressText } from '../src/run/progress-text.ts';
import { RunProgress } from '../src/run/run-progress.ts';
import { nextStep, summaryLines } from '../src/run/summary.ts';
import { createLogger } from '../src/terminal/logger.ts';
import { memoryOutput, type MemoryStream } from './output-streams.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const EVENTS: readonly RunEvent[] = [
  { type: 'resource-started', resource: 'records' },
  { type: 'resource-progress', resource: 'records', rows: 12_431, requests: 90 },
  { type: 'resource-started', resource: 'users\u001b[2J' },
  { type: 'resource-waiting', resource: 'users\u001b[2J', reason: '429', milliseconds: 20_000 },
  { type: 'resource-waiting', resource: 'users\u001b[2J', reason: '429', milliseconds: 11_000 },
];

test('one line tells rows, requests and waits with their reason, sanitised', () => {
  const progress = new RunProgress();
  for (const event of EVENTS) progress.take(event, 1000);
  expect(progressText(progress, 4000)).toBe(
    'extract  records 12,431 · users\\u001b[2J 0 · 90 requests · users\\u001b[2J waits 8 s: 429',
  );
  expect(progressText(progress, 60_000)).not.toContain('waits');
  expect(progress.waits).toEqual([{ reason: '429', count: 2, milliseconds: 31_000 }]);
  progress.take({ type: 'file-loaded', table: 'records', file: 'f', rows: 12_431 }, 0);
  progress.take({ type: 'extract-finished', rows: 12_431, seconds: 1 }, 0);
  expect(progressText(progress, 0)).toBe('load · 1 file · 12,431 rows loaded');
});

function display(
  environment: Readonly<Record<string, string>>,
  options: { readonly terminal: boolean; readonly show?: boolean },
): {
  readonly stderr: MemoryStream;
  readonly take: (event: RunEvent) => void;
  readonly output: CommandContext['output'];
  readonly end: () => void;
} {
  const { output, stderr } = memoryOutput(options.terminal ? { columns: 40 } : {});
  const refuse = (): never => {
    throw new Error('not needed');
  };
  const context: CommandContext = {
    output,
    process: {
      stdout: output.stdout,
      stderr,
      env: environment,
      platform: 'linux',
      cwd: refuse,
      chdir: refuse,
      exit: refuse,
      on: refuse,
      off: refuse,
    },
    logger: createLogger(output, false),
    clock: { now: () => Date.now() },
    showProgress: options.show ?? true,
    openProject: refuse,
  };
  const progress = new RunProgress();
  const shown = createProgressDisplay(context, progress);
  const take = (event: RunEvent): void => {
    progress.take(event, Date.now());
    shown.take(event);
  };
  return { stderr, output, take, end: () => shown[Symbol.dispose]() };
}

test('a terminal shows one line from the first second on, cut to its width, and takes it away at the end', () => {
  const { stderr, take, output, end } = display({}, { terminal: true });
  for (const event of EVENTS) take(event);
  vi.advanceTimersByTime(900);
  expect(stderr.text).toBe('');
  vi.advanceTimersByTime(200);
  const drawn = stripVTControlCharacters(stderr.text.split('\r\u001b[2K').at(-1) ?? '');
  expect(drawn).toBe('extract  records 12,431 · users\\u001b[…');
  output.say('a log line');
  expect(stderr.text.endsWith('\r\u001b[2Ka log line\n')).toBe(true);
  vi.advanceTimersByTime(100);
  end();
  expect(stderr.text.endsWith('\r\u001b[2K')).toBe(true);
  const before = stderr.text;
  vi.advanceTimersByTime(5000);
  expect(stderr.text).toBe(before);
});

test.each([
  ['without a terminal', {}, false],
  ['in CI', { CI: 'true' }, true],
  ['on a dumb terminal', { TERM: 'dumb' }, true],
])('%s plain lines are logged instead', (_title, environment, terminal) => {
  const { stderr, take } = display(environment, { terminal });
  for (const event of EVENTS) take(event);
  take({ type: 'package-resumed', loadId: '1.2' });
  vi.advanceTimersByTime(2000);
  take({ type: 'resource-finished', resource: 'records', rows: 12_431, requests: 94 });
  vi.advanceTimersByTime(9000);
  take({ type: 'resource-progress', resource: 'records', rows: 20_000, requests: 95 });
  vi.advanceTimersByTime(1500);
  take({ type: 'resource-progress', resource: 'records', rows: 30_000, requests: 96 });
  expect(stderr.text.split('\n')).toEqual([
    'users\\u001b[2J waits 20 s: 429',
    'users\\u001b[2J waits 11 s: 429',
    'resuming load package 1.2 of an earlier run',
    'records: 12,431 rows read',
    expect.stringMatching(/^extract {2}records 30,000 · /),
    '',
  ]);
});

test('--no-progress shows nothing at all', () => {
  const { stderr, take } = display({}, { terminal: true, show: false });
  for (const event of EVENTS) take(event);
  vi.advanceTimersByTime(5000);
  expect(stderr.text).toBe('');
});

const counts = {
  extracted: 5,
  filtered: 0,
  discarded: 0,
  quarantined: 0,
  duplicates: 0,
  written: 5,
  loaded: 5,
  inserted: 5,
  updated: 0,
  deleted: 0,
};

function report(overrides: Partial<RunReport> = {}): RunReport {
  const files = [{ name: 'f', rows: 5, bytes: 31_800_000, sha256: '' }];
  const receipt = {
    version: 1 as const,
    loadId: '1749667187.541553',
    tables: { records: counts, 'Odd "name"': { ...counts, loaded: 99 } },
    files,
    warnings: [],
  };
  return {
    version: 1,
    status: 'done',
    pipeline: 'keeper',
    dataset: 'keeper_data',
    destination: { name: 'duckdb', location: 'keeper.duckdb' },
    resources: [
      { name: 'records', status: 'done', rows: 12_431, requests: 90, filtered: 0 },
      { name: 'users', status: 'done', rows: 1204, requests: 4, filtered: 0 },
    ],
    loads: [{ loadId: '1749667187.541553', resumed: false, receipt }],
    warnings: [],
    seconds: { extract: 41.2, load: 3.1, total: 44.3 },
    ...overrides,
  };
}

test('the summary is what the documentation shows', () => {
  const lines = summaryLines(report(), [{ reason: '429', count: 2, milliseconds: 31_000 }], (sign) => sign);
  expect(lines).toEqual([
    '✔ extract    records 12,431 · users 1,204                             41.2 s  (94 requests, 2 × 429 waited 31 s)',
    '✔ load       duckdb keeper.duckdb · 2 tables · 104 rows · 31.8 MB      3.1 s',
    'Pipeline keeper load step completed in 44.30 seconds',
    'Load package 1749667187.541553 is LOADED and contains no failed jobs',
  ]);
});

test('many resources are counted, failures and warnings have a line each', () => {
  const many = Array.from({ length: 20 }, (_, index) => ({
    name: `r${index}`,
    status: 'done' as const,
    rows: 1,
    requests: 0,
    filtered: 0,
  }));
  const error = {
    code: 'LEAT_X',
    message: 'first\nsecond',
    remedy: 'Mend it.',
    recoverability: 'terminal' as const,
    details: {},
  };
  const warning = { code: 'LEAT_VARIANT', table: 'records', count: 3, message: 'went to a variant column' };
  const failed = { name: 'broken', status: 'failed' as const, rows: 0, requests: 0, filtered: 0, error };
  const lines = summaryLines(
    report({ resources: [...many, failed], warnings: [warning], loads: [] }),
    [],
    (sign) => `<${sign}>`,
  );
  expect(lines[0]).toMatch(/^<!> extract {4}r0 1 · .* · r7 1 · 12 more 12 /);
  expect(lines).toContain('<✖> broken: LEAT_X first → Mend it.');
  expect(lines).toContain('<!> records: went to a variant column (3 × LEAT_VARIANT)');
  expect(lines.at(-1)).toBe('Nothing new to load into duckdb');
});

test('the next step names a table that needs no quotes, and the pipeline where there are several', () => {
  expect(nextStep(report(), false)).toBe('next: leat query "select count(*) from records"');
  expect(nextStep(report(), true)).toBe('next: leat query "select count(*) from records" --pipeline keeper');
  expect(nextStep(report({ loads: [] }), false)).toBeUndefined();
});
