/** What of vitest's JSON report is counted. */
export interface TestReport {
  readonly testResults: readonly {
    /** Path of the file. */
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** What the steps of a run left behind. */
export interface RunResults {
  /** Name and exit code of each step. */
  readonly steps: readonly (readonly string[])[];
  /** Kind, `passed`, `failed` or `end`, and name, as the steps that are no tests note them; see `runChecks`. */
  readonly counts: readonly (readonly string[])[];
  readonly tests: TestReport | undefined;
  /** Test files that are there and have to be in the report. */
  readonly testFiles: readonly string[];
}

export interface Sum {
  readonly passed: number;
  /** One entry for each thing that failed, or should have been run and was not. */
  readonly problems: readonly string[];
}

/** Kinds of results that have to be there: a step that dies before it counts must not look like success. */
const EXPECTED_COUNTS = ['checks', 'canary'];

/** Adds up tests and checks; what was skipped, or not run at all, counts as failed. */
export function addUp(results: RunResults): Sum {
  const tests = addTests(results);
  const checks = addChecks(results);
  const problems = [...tests.problems, ...checks.problems];
  for (const [step, code] of results.steps) {
    // A step that failed has told why above; without a reason the exit code is the reason.
    if (code !== '0' && problems.length === 0) problems.push(`step ${step} ended with ${code}`);
  }
  if (results.steps.length === 0) problems.push('no step was run');
  return { passed: tests.passed + checks.passed, problems };
}

function addTests({ tests, testFiles }: RunResults): Sum {
  if (tests === undefined) return { passed: 0, problems: ['the tests left no report'] };
  let passed = 0;
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const file of tests.testResults) {
    seen.add(file.name);
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') passed += 1;
      else problems.push(`${file.name}: ${fullName} (${status})`);
    }
    if (file.assertionResults.length === 0) problems.push(`${file.name}: no test was run`);
    else if (file.status !== 'passed' && !problems.some((problem) => problem.startsWith(`${file.name}:`))) {
      problems.push(`${file.name}: ${file.message ?? file.status}`);
    }
  }
  for (const file of testFiles) if (!seen.has(file)) problems.push(`${file}: was not run`);
  return { passed, problems };
}

function addChecks({ counts }: RunResults): Sum {
  const passed = counts.filter(([, verdict]) => verdict === 'passed').length;
  const problems = counts.filter(([, verdict]) => verdict === 'failed').map(([kind, , name]) => `${kind}: ${name}`);
  for (const kind of EXPECTED_COUNTS) {
    if (!counts.some(([name, verdict]) => name === kind && verdict === 'end')) {
      problems.push(`${kind}: not run to the end`);
    }
  }
  return { passed, problems };
}
