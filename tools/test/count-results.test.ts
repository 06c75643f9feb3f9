import { describe, expect, test } from 'vitest';
import { addUp, type RunResults } from '../results/add-up.ts';

const file = (name: string, ...statuses: readonly string[]) => ({
  name,
  status: statuses.every((status) => status === 'passed') ? 'passed' : 'failed',
  assertionResults: statuses.map((status, index) => ({ status, fullName: `test ${index}` })),
});

const good: RunResults = {
  steps: [
    ['install', '0'],
    ['test', '0'],
    ['check', '0'],
    ['canary', '0'],
  ],
  counts: [
    ['checks', 'passed', 'lint'],
    ['checks', 'end'],
    ['canary', 'passed', 'README'],
    ['canary', 'end'],
  ],
  tests: { testResults: [file('a.test.ts', 'passed', 'passed'), file('b.test.ts', 'passed')] },
  testFiles: ['a.test.ts', 'b.test.ts'],
};

describe('the sum of a run', () => {
  test('adds tests and checks', () => {
    expect(addUp(good)).toEqual({ passed: 5, problems: [] });
  });

  const bad: readonly (readonly [string, Partial<RunResults>, string])[] = [
    [
      'a test failed',
      { tests: { testResults: [file('a.test.ts', 'failed'), file('b.test.ts', 'passed')] } },
      'a.test.ts: test 0 (failed)',
    ],
    [
      'a test was skipped',
      { tests: { testResults: [file('a.test.ts', 'passed', 'pending'), file('b.test.ts', 'passed')] } },
      'a.test.ts: test 1 (pending)',
    ],
    [
      'a file holds no test',
      { tests: { testResults: [file('a.test.ts'), file('b.test.ts', 'passed')] } },
      'a.test.ts: no test was run',
    ],
    ['a file was left out', { testFiles: ['a.test.ts', 'b.test.ts', 'c.test.ts'] }, 'c.test.ts: was not run'],
    [
      'a file failed outside its tests',
      {
        tests: {
          testResults: [
            { ...file('a.test.ts', 'passed'), status: 'failed', message: 'no teardown' },
            file('b.test.ts', 'passed'),
          ],
        },
      },
      'a.test.ts: no teardown',
    ],
    ['the tests left no report', { tests: undefined }, 'the tests left no report'],
    ['a check failed', { counts: [...good.counts, ['checks', 'failed', 'format']] }, 'checks: format'],
    [
      'a step died before all its checks were run',
      { counts: [...good.counts.slice(0, 2), ['canary', 'passed', 'README']] },
      'canary: not run to the end',
    ],
    ['a step failed without a reason', { steps: [['test', '137']] }, 'step test ended with 137'],
    ['nothing was run', { steps: [] }, 'no step was run'],
  ];

  test.each(bad)('is a failure when %s', (_, change, problem) => {
    expect(addUp({ ...good, ...change }).problems).toEqual([problem]);
  });
});
